"""What every page owes its reader, whatever it shows."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

PAGES = sorted(path.name for path in (Path(__file__).parent.parent.parent / "pages").glob("*.py"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_has_one_title_and_no_error(app: AppTest, name: str) -> None:
    app.run()
    app.switch_page(f"pages/{name}").run()
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1


# 관심 shows no data, only what the reader kept.
@pytest.mark.parametrize("name", [name for name in PAGES if name != "mine.py"])
def test_a_page_gives_its_source_and_says_whether_the_data_are_real(app: AppTest, name: str) -> None:
    app.run()
    app.switch_page(f"pages/{name}").run()
    texts = " ".join(element.value for element in (*app.warning, *app.caption, *app.markdown))
    assert "출처" in texts
    assert "예시 자료" in texts or "실제 자료" in texts
