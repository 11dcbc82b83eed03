"""One writer at a time per data folder. A lock file names its holder; a killed holder releases it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from data_loader.errors import StoreError
from data_loader.sentence import Sentence


def writer_lock(data_dir: Path, purpose: str) -> AbstractContextManager[None]:
    """Hold the folder for writing, or raise StoreError that says who holds it."""
    taken = Sentence("자료를 쓰고 있습니다. 끝난 뒤 다시 실행해 주세요.")
    return _held(data_dir / "writer.lock", purpose, taken)


def watcher_lock(data_dir: Path) -> AbstractContextManager[None]:
    """Be the one that keeps the folder current, or raise StoreError that says who is."""
    return _held(data_dir / "watch.lock", "watch", Sentence("이미 이 자료를 새로 받고 있습니다."))


def is_watched(data_dir: Path) -> bool:
    """Whether some process keeps the folder current."""
    try:
        with (data_dir / "watch.lock").open(encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def _held(path: Path, purpose: str, taken: Sentence) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            "자료 폴더를 쓸 수 없습니다({reason}). DATA_DIR과 권한을 확인해 주세요.", reason=error.strerror
        ) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read(200).strip() or Sentence("다른 프로세스")
            raise StoreError("{holder}이(가) {taken}", holder=holder, taken=taken) from None
        with suppress(OSError):  # On a full disk the lock holds without its holder's name.
            file.truncate(0)
            file.write(f"{purpose}(pid {os.getpid()})")
            file.flush()
        yield
