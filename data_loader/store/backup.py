"""Copies of the store that make themselves: one a day, checked, the last two kept.

data/backups/store-20261130.sqlite
"""

import os
import re
import shutil
from datetime import date, datetime
from pathlib import Path

from data_loader.errors import StoreError
from data_loader.settings import KST
from data_loader.store.database import FILE_NAME, Store

FOLDER = "backups"
KEPT_BACKUPS = 2
# Free space that must stay beside a copy, in sizes of the store.
FREE_SIZES = 2
_NAME = re.compile(r"store-(\d{8})\.sqlite")


def back_up(store: Store, data_dir: Path, now: datetime) -> str:
    """Copy the store where the latest copy is not of today; why that failed in a sentence, or nothing.

    The writer's lock must be held. A copy that is not sound takes no sound one's place.
    """
    today, folder = now.astimezone(KST).date(), data_dir / FOLDER
    building = folder / ".building.sqlite"
    try:
        if today in backups(data_dir):
            return ""
        folder.mkdir(exist_ok=True)
        if shutil.disk_usage(folder).free < FREE_SIZES * (data_dir / FILE_NAME).stat().st_size:
            return "빈 공간이 모자라 기록 저장소의 오늘 백업을 만들지 않았습니다. 공간을 비워 주세요."
        building.unlink(missing_ok=True)
        store.copy_to(building)
        _flush(building)
        building.rename(folder / f"store-{today:%Y%m%d}.sqlite")
        _remove_old(data_dir, today)
    except OSError as error:
        return f"기록 저장소의 오늘 백업을 만들지 못했습니다({error.strerror}). 빈 공간과 권한을 확인해 주세요."
    except StoreError as error:
        return f"기록 저장소의 오늘 백업을 만들지 못했습니다. 앞선 백업은 그대로입니다. {error}"
    finally:
        building.unlink(missing_ok=True)
    return ""


def backups(data_dir: Path) -> dict[date, Path]:
    """The copies there are, by day, the latest first."""
    found = {}
    for path in (data_dir / FOLDER).glob("store-*.sqlite"):
        if name := _NAME.fullmatch(path.name):
            found[datetime.strptime(name[1], "%Y%m%d").replace(tzinfo=KST).date()] = path
    return dict(sorted(found.items(), reverse=True))


def _remove_old(data_dir: Path, today: date) -> None:
    """Keep the latest; a day still to come was written by a clock that ran ahead, and goes first."""
    found = backups(data_dir)
    kept = [day for day in found if day <= today][:KEPT_BACKUPS]
    for day, path in found.items():
        if day not in kept:
            path.unlink()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
