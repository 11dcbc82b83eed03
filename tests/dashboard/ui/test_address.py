"""Choices live in the address: what widgets write there, and what they read from it."""

from streamlit.testing.v1 import AppTest


def choices() -> None:
    import streamlit as st

    from dashboard.ui.address import choose_from, choose_one, choose_page, choose_switch, choose_text

    one = choose_one("하나", "one", {"a": "가", "b": "나"}, "a")
    many = choose_from("목록", "many", {"2024": "2024년", "2025": "2025년"}, "2025")
    st.text(
        f"{one} {many} {choose_page('page', 7)} {choose_switch('켜기', 'on')} {choose_text('찾기', 'find', '예')!r}"
    )


def opened(**params: str) -> AppTest:
    app = AppTest.from_function(choices)
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def address(app: AppTest) -> dict[str, str]:
    return {name: values if isinstance(values, str) else values[0] for name, values in app.query_params.items()}


def test_without_an_address_everything_is_at_its_default() -> None:
    app = opened()
    assert app.text[0].value == "a 2025 1 False ''"
    assert address(app) == {}


def test_an_address_sets_every_choice() -> None:
    app = opened(one="b", many="2024", page="3", on="1", find="전력")
    assert app.text[0].value == "b 2024 3 True '전력'"


def test_what_an_address_mistypes_is_the_default() -> None:
    app = opened(one="z", many="9999", page="x", on="yes", find="\x00 \n")
    assert app.text[0].value == "a 2025 1 False ''"


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert opened(page="99").text[0].value.split()[2] == "7"


def test_a_choice_is_written_and_leaves_the_rest_alone() -> None:
    app = opened(other="kept")
    app.button_group(key="choice_one").set_value("b").run()
    app.selectbox(key="choice_many").set_value("2024").run()
    app.toggle(key="choice_on").set_value(True).run()
    app.text_input(key="choice_find").set_value("전력").run()
    app.get("pagination")[0].set_value(4).run()
    assert app.text[0].value == "b 2024 4 True '전력'"
    assert address(app) == {"other": "kept", "one": "b", "many": "2024", "on": "1", "find": "전력", "page": "4"}


def test_a_default_is_not_written() -> None:
    app = opened(one="b", many="2024", page="3", on="1", find="전력")
    app.button_group(key="choice_one").set_value("a").run()
    app.selectbox(key="choice_many").set_value("2025").run()
    app.toggle(key="choice_on").set_value(False).run()
    app.text_input(key="choice_find").set_value("").run()
    app.get("pagination")[0].set_value(1).run()
    assert address(app) == {}


def test_a_repeated_parameter_is_kept_whole() -> None:
    def repeated() -> None:
        import streamlit as st

        from dashboard.ui.address import parameters, write

        write({"x": "1"})
        st.text(str(parameters()))

    app = AppTest.from_function(repeated)
    app.query_params["region"] = ["busan", "seoul"]
    app.run()
    assert app.text[0].value == "{'region': ('busan', 'seoul'), 'x': ('1',)}"


# The language


def speaking_page() -> None:
    import streamlit as st

    from dashboard.languages import spoken
    from dashboard.ui.address import carry_along, go_back_to_usual, offer_language, speak_as_asked, write

    speak_as_asked()
    go_back_to_usual(has_moved=st.session_state.get("moves", False))
    offer_language()
    if carried := st.session_state.get("filters"):
        write(carried)
        st.caption(str(st.query_params.to_dict()))
    st.text(spoken())
    carry_along()


def speaking(app: AppTest, **params: str) -> tuple[str, dict[str, str]]:
    """What is spoken at an address, and what the address is then."""
    for name in [*app.query_params]:
        del app.query_params[name]
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app.text[0].value, address(app)


def test_the_language_is_that_of_the_address() -> None:
    app = AppTest.from_function(speaking_page)
    assert speaking(app) == ("ko", {})
    assert speaking(app, lang="en", hire="regular") == ("en", {"lang": "en", "hire": "regular"})


def test_a_reader_changes_the_language_and_back() -> None:
    app = AppTest.from_function(speaking_page)
    speaking(app, hire="regular")
    app.button(key="other_language").click().run()
    assert (app.text[0].value, address(app)) == ("en", {"hire": "regular", "lang": "en"})
    app.button(key="other_language").click().run()
    assert (app.text[0].value, address(app)) == ("ko", {"hire": "regular"})


def test_the_language_goes_along_to_another_page() -> None:
    app = AppTest.from_function(speaking_page)
    speaking(app, lang="en")
    app.session_state["moves"] = True
    assert speaking(app) == ("en", {"lang": "en"})


def test_the_language_and_the_filters_go_along_in_one_step() -> None:
    app = AppTest.from_function(speaking_page)
    speaking(app, lang="en")
    app.session_state["moves"] = True
    app.session_state["filters"] = {"hire": "regular"}
    assert speaking(app) == ("en", {"hire": "regular", "lang": "en"})
    assert "'lang': 'en'" in app.caption[0].value


def test_going_back_to_an_address_without_a_language_is_korean() -> None:
    app = AppTest.from_function(speaking_page)
    speaking(app, lang="en")
    assert speaking(app) == ("ko", {})
