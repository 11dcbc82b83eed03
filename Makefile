# The commands of the project; `make help` lists them. Everything installed goes into .venv.

PORT ?= 8501
# The newest Python the pinned packages are made for, or any other that is new enough.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal
# One lock for all versions of Python and all systems; what it holds already stays unless it no longer fits.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)

.DEFAULT_GOAL := help
.PHONY: run test test-all test-rest check lock bench sbom audit sample sync clean help browser
.DELETE_ON_ERROR:

run: .venv/run.txt ## 대시보드를 http://localhost:8501 에 띄웁니다 (다른 포트: make run PORT=9000)
	@echo "http://localhost:$(PORT) 에 띄웁니다. 키가 없으면 기록해 둔 실제 공고로 시작합니다. 끝내려면 Ctrl+C."
	@exec $(BIN)/python -m streamlit run server.py --server.port $(PORT)

test: .venv/dev.txt ## 브라우저와 긴 시뮬레이션이 필요 없는 모든 테스트를 실행합니다
	@$(PYTEST) -m "not browser and not long"

test-rest: .venv/dev.txt browser
	@$(PYTEST) -m "browser or long"

test-all: test test-rest ## 나머지까지 모든 테스트를 실행합니다 (브라우저, 한 달 시뮬레이션, 메모리)

check: .venv/dev.txt ## 코드의 모양과 타입, 쓰이지 않는 코드, 영어 문장, 잠금 파일을 검사합니다
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/vulture
	@$(BIN)/python -m dashboard.languages.catalogue --check
	@for name in requirements requirements-dev; do cp $$name.lock .venv/$$name.lock; $(COMPILE) $$name.txt -c requirements.lock -o .venv/$$name.lock; \
		cmp -s $$name.lock .venv/$$name.lock || { echo "$$name.lock이 $$name.txt와 맞지 않습니다: make lock" >&2; exit 1; }; done

lock: .venv/dev.txt ## 설치할 것의 판과 해시를 잠금 파일에 다시 적습니다
	@$(COMPILE) requirements.txt -o requirements.lock
	@$(COMPILE) requirements-dev.txt -c requirements.lock -o requirements-dev.lock

bench: .venv/dev.txt ## 속도를 재어 표로 보입니다 (7분쯤, 빠르게: make bench ARGS=--quick)
	@$(BIN)/python -m benchmarks $(ARGS)

sbom: .venv/dev.txt ## 설치한 모든 패키지와 라이선스를 sbom.json(CycloneDX)에 적습니다
	@$(BIN)/uvx --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py environment --output-reproducible -o sbom.json .venv/bin/python
	@echo "sbom.json에 적었습니다."

audit: .venv/dev.txt ## 잠금 파일의 패키지에 알려진 결함이 있는지 묻습니다 (인터넷이 필요합니다)
	@$(BIN)/uvx --quiet --from pip-audit==2.10.1 pip-audit --disable-pip --require-hashes -r requirements.lock 2>.venv/audit.txt || { \
		cat .venv/audit.txt >&2; ! grep -qiE 'connection|resolve|timed out|unavailable|ServiceError' .venv/audit.txt || \
		echo "결함 목록에 닿지 못해 살피지 못했습니다. 결함이 없다는 뜻이 아닙니다. (The database could not be reached: nothing was checked.)" >&2; exit 1; }

sample: .venv/run.txt ## 예시 자료(주소의 data=sample)를 새로 만듭니다
	@$(BIN)/python -m data_loader sample

sync: .venv/run.txt ## 포털에서 채용공고를 받습니다 (서비스 키 필요)
	@$(BIN)/python -m data_loader sync

clean: ## 설치한 것과 캐시를 지웁니다 (data/의 자료는 둡니다)
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis test-output
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## 이 목록을 보입니다
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# What is installed is a copy of the lock it was installed from: a checkout that only touches the file changes nothing.
.venv/run.txt: requirements.lock .venv/made
	@cmp -s requirements.lock $@ || { echo "필요한 패키지를 설치합니다 (1분쯤)."; $(PIP) -r requirements.lock; }
	@cp requirements.lock $@

.venv/dev.txt: requirements-dev.lock .venv/run.txt
	@cmp -s requirements-dev.lock $@ || { echo "개발용 패키지를 설치합니다 (1분쯤)."; $(PIP) -r requirements-dev.lock; }
	@cp requirements-dev.lock $@

# Debian and Ubuntu keep ensurepip in a package of its own; without it `venv` leaves half a folder behind.
.venv/made:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 이상이 필요합니다. 설치한 뒤 make PYTHON=경로 로 알려 주세요. (Python 3.11 or newer is needed.)" >&2; exit 1; }
	@package=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
		$(PYTHON) -c 'import ensurepip' 2>/dev/null || { [ "$$(id -u)" = 0 ] && apt-get install -qq -y $$package >/dev/null; } || { \
		echo "$(PYTHON)에 venv가 없습니다. 먼저 설치해 주세요: sudo apt-get install $$package (the venv module is missing)" >&2; exit 1; }
	@rm -rf .venv
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
	@touch $@

# Chromium and a Korean font for the browser tests, which skip themselves where there is no Chromium.
browser:
	@{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null && fc-list :lang=ko 2>/dev/null | grep -q . || \
		{ command -v apt-get >/dev/null && $(ROOT) true 2>/dev/null && echo "브라우저 테스트를 위해 chromium과 한글 글꼴을 설치합니다." && \
		$(ROOT) apt-get update -qq && $(ROOT) env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium fonts-noto-cjk fontconfig >/dev/null; } || \
		echo "알림: chromium이나 한글 글꼴(fonts-noto-cjk)이 없어 브라우저 테스트를 건너뜁니다."
