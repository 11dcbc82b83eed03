"""Everything that can go wrong between the portal and a page.

LoaderError
├── SettingsError          a setting is missing or cannot be used
├── PortalError            the portal answered, or failed to, in a way we cannot use
│   ├── PortalUnreachable  no usable answer: time-out, cut connection, 5xx (worth another try)
│   ├── PortalRefused      the key or the request was refused (no further try helps)
│   ├── QuotaExceeded      the day's calls are spent, until midnight in Korea
│   └── PortalAnswerInvalid  an answer that breaks the contract: not JSON, no result, too few rows
├── StoreError             the record store cannot be read or written
├── SnapshotError          a snapshot is missing, damaged or of another schema
├── WorkbookError          an ALIO workbook is not laid out as expected
├── AttachmentError        an attachment could not be had, or is nothing a reader should get
├── FactsError             a file of passages cannot be read
├── DocumentError          a file cannot be opened for reading, or what was read cannot be kept
└── ExportError            what was asked for does not fit into the kind of file

Messages are Korean sentences for the person at the screen: what happened, then what to do next.
They never hold a URL or a service key.
"""

from data_loader.sentence import Sentence


class LoaderError(Exception):
    """The root: one `except` on the screen side and one in the command line are enough.

    LoaderError("{table} 표가 없습니다.", table=name): `sentence` remembers what it is made of. What comes from outside
    goes into the places, never into the template.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.sentence = Sentence(template, **values)
        super().__init__(self.sentence)


class SettingsError(LoaderError):
    pass


class PortalError(LoaderError):
    # Seconds after which the other side wants to be asked again, where it says so.
    retry_after: float | None = None


class PortalUnreachable(PortalError):
    pass


class PortalRefused(PortalError):
    pass


class QuotaExceeded(PortalError):
    pass


class PortalAnswerInvalid(PortalError):
    pass


class StoreError(LoaderError):
    pass


class SnapshotError(LoaderError):
    pass


class WorkbookError(LoaderError):
    pass


class AttachmentError(LoaderError):
    pass


class FactsError(LoaderError):
    pass


class DocumentError(LoaderError):
    pass


class ExportError(LoaderError):
    pass
