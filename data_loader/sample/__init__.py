"""Sample postings of real shape, seeded, any number; every one is invented and says so in its title.

shape.py holds how real postings are distributed, words.toml the words, drafts.py what each posting is
about, titles.py and words.py put it into words, records.py makes the rows, stages.py and
attachments.py what their details hold, offers.py facilities and programmes, making.py the snapshot.
"""

from data_loader.sample.making import DEFAULT_COUNT, DEFAULT_SEED, make_sample
from data_loader.sample.records import sample_postings

__all__ = ["DEFAULT_COUNT", "DEFAULT_SEED", "make_sample", "sample_postings"]
