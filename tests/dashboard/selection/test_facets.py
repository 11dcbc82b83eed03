"""The list of filters itself."""

from dashboard.selection.facets import FACETS, OLD_REGIONS, UNSTATED, Facet
from dashboard.selection.selection import PARAMS
from data_loader.schema import POSTINGS


def test_no_two_filters_share_a_name_a_label_or_a_column() -> None:
    for attribute in ("key", "label", "column"):
        values = [getattr(facet, attribute) for facet in FACETS]
        assert len(set(values)) == len(values)


def test_every_name_in_the_address_is_readable_and_used_once() -> None:
    assert len(set(PARAMS)) == len(PARAMS)
    assert all(name.isascii() and name.islower() and name.isalpha() for name in PARAMS)


def test_every_filter_but_the_status_reads_a_column_of_the_postings() -> None:
    columns = {column.name for column in POSTINGS.columns}
    assert {facet.column for facet in (*FACETS, OLD_REGIONS)} - columns == {"status"}


def test_every_column_of_codes_can_be_filtered() -> None:
    codes = {column.name for column in POSTINGS.columns if column.kind in ("code", "codes")}
    assert codes <= {facet.column for facet in (*FACETS, OLD_REGIONS)}


def test_the_slugs_of_a_filter_are_distinct_and_leave_unstated_free() -> None:
    for facet in FACETS:
        slugs = [entry.slug for entry in facet.table.values()]
        assert len(set(slugs)) == len(slugs)
        assert UNSTATED not in slugs


def test_the_filter_of_places_offers_regions_that_stay_comparable() -> None:
    region = next(facet for facet in FACETS if facet.key == "region")
    assert {"R3015", "R3023"} <= OLD_REGIONS.table.keys()
    assert not {"R3015", "R3023"} & region.table.keys()
    assert "R3027" in region.table


def test_a_filter_whose_options_come_from_the_data_has_no_table() -> None:
    assert dict(Facet("institution", "기관", "institution_code").table) == {}
