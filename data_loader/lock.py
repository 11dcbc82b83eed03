"""One writer at a time per data folder. The lock file names its holder; a killed holder releases it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from data_loader.errors import StoreError


@contextmanager
def writer_lock(data_dir: Path, purpose: str) -> Iterator[None]:
    """Hold the folder for writing, or raise StoreError that says who holds it."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        file = (data_dir / "writer.lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"자료 폴더를 쓸 수 없습니다({error.strerror}). DATA_DIR과 권한을 확인해 주세요.") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read(200).strip() or "다른 프로세스"
            raise StoreError(f"{holder}이(가) 자료를 쓰고 있습니다. 끝난 뒤 다시 실행해 주세요.") from None
        with suppress(OSError):  # On a full disk the lock holds without its holder's name.
            file.truncate(0)
            file.write(f"{purpose}(pid {os.getpid()})")
            file.flush()
        yield
