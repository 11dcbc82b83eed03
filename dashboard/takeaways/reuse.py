"""Lines a reader can paste to get the same data anew: in a shell, in pandas, in R, in Excel."""

from collections.abc import Mapping
from urllib.parse import urlencode

CSV, PARQUET = "postings.csv", "postings.parquet"


def data_address(base: str, name: str, query: Mapping[str, str]) -> str:
    """Where the server gives data by address: the filters are those of the page."""
    parameters = urlencode(query, safe=",")
    return f"{base.rstrip('/')}/data/{name}{'?' if parameters else ''}{parameters}"


def lines(address: str) -> dict[str, str]:
    """By tool. Addresses hold neither quotation marks nor backslashes: they are encoded."""
    is_parquet = address.partition("?")[0].endswith(".parquet")
    file = address.partition("?")[0].rpartition("/")[2]
    said = {"curl": f'curl -fsS -o {file} "{address}"'}
    if is_parquet:
        return said | {
            "pandas": f'import pandas as pd\ntable = pd.read_parquet("{address}")',
            "R": f'library(arrow)\ntable <- read_parquet("{address}")',
        }
    return said | {
        "pandas": f'import pandas as pd\ntable = pd.read_csv("{address}")',
        "R": f'library(readr)\ntable <- read_csv("{address}")',
        "Excel": f'= Csv.Document(Web.Contents("{address}"), [Delimiter = ",", Encoding = 65001])',
    }
