"""The text of a kept attachment, now, because a reader wants it: read and kept, or taken from what is kept."""

from pathlib import Path

from data_loader.documents.attachments import Attachment
from data_loader.documents.document import Document
from data_loader.documents.reader import read_document
from data_loader.documents.shelf import Shelf

# Seconds a reader waits for a file to be opened; most take a tenth of one.
LONGEST_WAIT = 5.0


def read_attachment(data_dir: Path, attachment: Attachment) -> Document:
    """What stands in the attachment, whatever its status; opened only if nobody has read it yet.

    Raises AttachmentError where its bytes are gone or damaged, DocumentError where it cannot be opened or kept.
    """
    with Shelf(data_dir) as shelf:
        found = shelf.find(attachment.sha256)
        if found is None:
            attachment.read()
            found = read_document(attachment.path, LONGEST_WAIT)
            # One that only took too long is tried again with more patience by `texts`.
            if "slow" not in found.flags:
                shelf.keep(attachment.sha256, found)
    return found
