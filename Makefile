# The commands of the project; `make help` lists them. Everything installed goes into .venv.

PORT ?= 8501
# The newest Python the pinned packages are made for, or any other that is new enough.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)

.DEFAULT_GOAL := help
.PHONY: run test check bench sample sync clean help browser
.DELETE_ON_ERROR:

run: .venv/run.txt ## 대시보드를 http://localhost:8501 에 띄웁니다 (다른 포트: make run PORT=9000)
	@echo "http://localhost:$(PORT) 에 띄웁니다. 처음에는 예시 자료를 만드느라 10초쯤 걸립니다. 끝내려면 Ctrl+C."
	@exec $(BIN)/python -m streamlit run server.py --server.port $(PORT)

test: .venv/dev.txt browser ## 모든 테스트를 실행합니다
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: .venv/dev.txt ## 코드의 모양과 타입을 검사합니다 (ruff, mypy)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

bench: .venv/dev.txt ## 속도를 재어 표로 보입니다 (7분쯤, 빠르게: make bench ARGS=--quick)
	@$(BIN)/python -m benchmarks $(ARGS)

sample: .venv/run.txt ## 예시 자료를 새로 만듭니다
	@$(BIN)/python -m data_loader sample

sync: .venv/run.txt ## 포털에서 채용공고를 받습니다 (서비스 키 필요)
	@$(BIN)/python -m data_loader sync

clean: ## 설치한 것과 캐시를 지웁니다 (data/의 자료는 둡니다)
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis test-output
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## 이 목록을 보입니다
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# What is installed is a copy of the list it was installed from: a checkout that only touches the file changes nothing.
.venv/run.txt: requirements.txt .venv/made
	@cmp -s requirements.txt $@ || { echo "필요한 패키지를 설치합니다 (1분쯤)."; $(PIP) -r requirements.txt; }
	@cp requirements.txt $@

.venv/dev.txt: requirements-dev.txt .venv/run.txt
	@cat requirements.txt requirements-dev.txt | cmp -s - $@ || { echo "개발용 패키지를 설치합니다 (1분쯤)."; $(PIP) -r requirements-dev.txt; }
	@cat requirements.txt requirements-dev.txt > $@

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
