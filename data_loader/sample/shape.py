"""How real postings are distributed: tables counted on real postings of 2025-09 to 2026-08.

Shares are of all postings unless said otherwise. Codes are those of data_loader.codes.
"""

from datetime import date

FIRST_DATE = date(2018, 7, 1)

# Postings a year, in thousands. The system filled up during 2018; hiring dipped in 2020 and falls since 2021.
YEARLY_VOLUME = {
    2018: 10.0,
    2019: 14.3,
    2020: 13.6,
    2021: 14.3,
    2022: 14.1,
    2023: 13.8,
    2024: 13.6,
    2025: 13.2,
    2026: 12.7,
}
# Postings a month, January first, before the dip of the holidays.
MONTHLY_VOLUME = (1600, 1180, 1260, 1300, 1120, 1080, 1140, 1140, 1240, 1120, 1100, 1200)
# Monday first.
WEEKDAY_VOLUME = (0.186, 0.177, 0.214, 0.209, 0.205, 0.007, 0.002)
# 설날 and 추석: hardly a notice on the three days, few in the week around.
HOLIDAYS = tuple(
    date.fromisoformat(day)
    for day in (
        "2018-09-24", "2019-02-05", "2019-09-13", "2020-01-25", "2020-10-01", "2021-02-12", "2021-09-21", "2022-02-01",
        "2022-09-10", "2023-01-22", "2023-09-29", "2024-02-10", "2024-09-17", "2025-01-29", "2025-10-06", "2026-02-17",
        "2026-09-25", "2027-02-07", "2027-09-15", "2028-01-27", "2028-10-03", "2029-02-13", "2029-09-22",
    )
)  # fmt: skip

# Running numbers were at these values on these days.
NUMBER_ANCHORS = (
    (date(2018, 7, 1), 167_500),
    (date(2020, 7, 21), 201_471),
    (date(2025, 7, 10), 288_237),
    (date(2025, 9, 1), 290_276),
    (date(2025, 11, 3), 292_501),
    (date(2026, 3, 5), 297_580),
    (date(2026, 7, 1), 302_224),
    (date(2026, 8, 21), 304_103),
    (date(2026, 10, 8), 305_850),
)
NUMBERS_PER_DAY = 38

# End date − start date, in days, of all but the long-open notices.
DURATIONS = {
    1: 0.004, 2: 0.025, 3: 0.012, 4: 0.020, 5: 0.016, 6: 0.031, 7: 0.131, 8: 0.010, 9: 0.017, 10: 0.062,
    11: 0.037, 12: 0.014, 13: 0.021, 14: 0.310, 15: 0.182, 16: 0.030, 17: 0.036, 18: 0.005, 19: 0.003, 20: 0.005,
    21: 0.006, 24: 0.003, 27: 0.003, 30: 0.004, 35: 0.003, 40: 0.003, 50: 0.001,
}  # fmt: skip
LONG_OPEN_SHARE = {"hospital": 0.008, "other": 0.0009}
LONG_OPEN_DAYS = (61, 426)
OPEN_TO_YEAR_END_SHARE = 0.15
# Of the postings of hospitals.
REREGISTERED_SHARE = 0.002
REREGISTERED_DAYS = 365
REREGISTERED_FROM = date(2018, 10, 4)
NEVER_CLOSING_SHARE = 0.00003
NEVER_CLOSING_DATE = date(2050, 12, 31)
# Notices registered before they open, compared with a usual day.
UPCOMING_DAYS, UPCOMING_SHARE = 7, 0.03
# Days from opening to registration.
REGISTRATION_DELAYS = {-3: 0.04, -1: 0.12, 0: 0.72, 1: 0.09, 2: 0.03}

TYPE_SHARES = {"A2001": 0.085, "A2002": 0.172, "A2003": 0.090, "A2004": 0.213, "A2005": 0.440}
FORMER_SHARE = 0.07
FORMER_UNTIL = date(2024, 1, 31)
# Postings of institutions of one type by rank: (rank + HEAD_START) ** -CONCENTRATION (Zipf and Mandelbrot).
CONCENTRATION, HEAD_START = 1.5, 1.5

HIRE_TYPES = ("R1010", "R1030", "R1040", "R1060", "R1070")
HIRE_MIXES = {
    ("R1040",): 0.603,
    ("R1060",): 0.112,
    ("R1010",): 0.107,
    ("R1030",): 0.097,
    ("R1010", "R1040"): 0.018,
    ("R1070",): 0.017,
    ("R1040", "R1060"): 0.014,
    ("R1030", "R1040"): 0.010,
    ("R1010", "R1030"): 0.006,
    ("R1010", "R1070"): 0.005,
    ("R1010", "R1040", "R1060"): 0.005,
    ("R1010", "R1030", "R1070"): 0.003,
    ("R1030", "R1040", "R1060"): 0.003,
}
# How much likelier each hire type is than on average: by institution, then by season.
HIRE_LEANINGS = {
    "A2001": (2.2, 0.7, 0.6, 2.4, 4.0),
    "A2002": (0.8, 0.8, 1.15, 1.1, 1.5),
    "A2003": (0.9, 1.5, 0.9, 1.5, 1.0),
    "A2004": (0.9, 1.4, 0.95, 1.1, 0.8),
    "hospital": (1.2, 1.0, 1.3, 0.1, 0.1),
    "research": (0.9, 0.5, 1.0, 1.5, 0.6),
    "A2005": (1.0, 1.1, 0.95, 1.1, 1.0),
}
SEASONS = ("intern", "regular", "quiet")
SEASON_OF_MONTH = (0, 0, 1, 1, 2, 0, 0, 2, 1, 1, 2, 0)
SEASON_LEANINGS = {
    "intern": (0.7, 1.0, 1.0, 1.6, 0.8),
    "regular": (1.5, 1.0, 0.95, 0.7, 1.4),
    "quiet": (0.8, 1, 1, 0.8, 0.8),
}

# Of a posting's first region, and of the further ones of a posting with several.
FIRST_REGIONS = {
    "R3010": 0.220, "R3014": 0.045, "R3013": 0.043, "R3011": 0.033, "R3015": 0.010, "R3012": 0.063, "R3016": 0.034,
    "R3026": 0.043, "R3017": 0.124, "R3018": 0.082, "R3020": 0.055, "R3019": 0.039, "R3024": 0.039, "R3023": 0.040,
    "R3021": 0.058, "R3022": 0.054, "R3025": 0.013, "R3030": 0.002,
}  # fmt: skip
FURTHER_REGIONS = {
    "R3010": 0.016, "R3014": 0.018, "R3013": 0.026, "R3011": 0.024, "R3015": 0.023, "R3012": 0.032, "R3016": 0.021,
    "R3026": 0.017, "R3017": 0.033, "R3018": 0.020, "R3020": 0.026, "R3019": 0.017, "R3024": 0.021, "R3023": 0.025,
    "R3021": 0.034, "R3022": 0.026, "R3025": 0.012, "R3030": 1e-6,
}  # fmt: skip
REGION_COUNTS = {
    1: 0.873, 2: 0.058, 3: 0.024, 4: 0.010, 5: 0.006, 6: 0.004, 7: 0.003, 8: 0.002, 9: 0.001, 10: 0.003, 12: 0.003,
    14: 0.002, 16: 0.001, 17: 0.007, 18: 0.003,
}  # fmt: skip
# How much likelier than on average a posting is for work in the region of the headquarters.
HOME_LEANING = {"local": 150.0, "nationwide": 5.0}
# From the first day on, notices write 전남광주; until the last, some still 광주 or 전남.
MERGED_REGION, MERGED_FROM, PARTS_UNTIL = "R3027", date(2026, 7, 20), date(2026, 7, 22)

FIRST_FIELDS = (
    0.018, 0.165, 0.012, 0.016, 0.006, 0.315, 0.022, 0.008, 0.038, 0.004, 0.048, 0.011, 0.013,
    0.025, 0.042, 0.004, 0.004, 0.001, 0.070, 0.036, 0.001, 0.001, 0.084, 0.010, 0.046,
)  # fmt: skip
FURTHER_FIELDS = (
    0.100, 0.135, 0.010, 0.030, 0.008, 0.030, 0.018, 0.008, 0.012, 0.008, 0.018, 0.008, 0.008,
    0.062, 0.070, 0.012, 0.012, 0.003, 0.072, 0.068, 0.003, 0.002, 0.080, 0.010, 0.045,
)  # fmt: skip
FIELD_COUNTS = {
    1: 0.715, 2: 0.137, 3: 0.050, 4: 0.050, 5: 0.022, 6: 0.012, 7: 0.006, 8: 0.004, 9: 0.002, 10: 0.001, 11: 0.001,
}  # fmt: skip
# Fields in which an institution of a class posts several times as often as others, by their last two digits.
FIELD_LEANINGS = {
    "hospital": {2: 0.6, 6: 100, 7: 2, 13: 2},
    "research": {2: 2, 4: 4, 6: 0.02, 20: 2, 25: 40},
    "01": {6: 0.02, 9: 6, 11: 3, 14: 6, 15: 2},
    "02": {2: 4, 3: 100, 6: 0.02, 9: 0.2, 15: 0.2, 19: 0.2, 20: 3, 23: 0.2},
    "03": {6: 0.02, 7: 0.1, 14: 2, 15: 8, 17: 4, 19: 8, 23: 4},
    "04": {2: 2, 6: 5, 7: 8, 15: 0.3, 19: 0.3},
    "05": {2: 2, 5: 4, 6: 0.02, 8: 30, 10: 4, 12: 8, 15: 0.2, 19: 0.2},
    "06": {6: 0.01, 7: 0.1, 21: 8, 23: 8, 24: 30},
    "07": {1: 6, 2: 3, 6: 0.02, 9: 4, 20: 5},
    "08": {2: 3, 4: 20, 6: 0.1, 15: 0.3, 16: 6, 25: 10},
    "99": {2: 2, 6: 0.1, 11: 4, 12: 4},
}
# The same by first hire type: guards are hired for good, interns for offices.
FIELD_LEANINGS_BY_HIRE = {
    "R1010": {9: 0.5, 11: 0.2, 13: 0.3, 19: 1.5, 20: 1.5},
    "R1030": {6: 0.8, 9: 1.5, 11: 4, 13: 4, 25: 0.4},
    "R1040": {},
    "R1060": {1: 2, 2: 4, 6: 0.3, 9: 0.03, 11: 0.02, 13: 0.03, 20: 2},
    "R1070": {2: 2, 6: 0.5, 9: 0.05, 11: 0.02, 13: 0.03, 15: 2, 19: 2, 20: 2},
}

# Share of the postings with at most so many heads, by first hire type; between them by the logarithm.
HEADCOUNTS = {
    "R1010": ((0.27, 1), (0.40, 2), (0.53, 4), (0.755, 11), (0.90, 32), (0.95, 52), (0.99, 110), (1.0, 370)),
    "R1030": ((0.51, 1), (0.61, 2), (0.755, 5), (0.90, 15), (0.95, 28), (0.99, 75), (1.0, 250)),
    "R1040": ((0.53, 1), (0.66, 2), (0.755, 4), (0.80, 5), (0.905, 9), (0.95, 20), (0.99, 70), (1.0, 300)),
    "R1060": ((0.42, 1), (0.55, 2), (0.755, 6), (0.90, 18), (0.95, 40), (0.99, 120), (1.0, 600)),
    "R1070": ((0.78, 1), (0.90, 2), (0.97, 4), (1.0, 12)),
    "mixed": ((0.10, 1), (0.25, 2), (0.51, 6), (0.755, 15), (0.90, 36), (0.99, 100), (1.0, 370)),
}
NO_HEADCOUNT_SHARE = 1 / 300
PLACEHOLDER_SHARE = 1 / 500
PLACEHOLDER_HEADCOUNT = 99

CAREER_LEVELS = ("R2010", "R2020", "R2030")
# Of postings for interns, and of others.
CAREER_SHARES = {"intern": (0.77, 0.0, 0.23), "other": (0.200, 0.057, 0.743)}
EDUCATION_MIXES = {
    "R7010": 0.700,
    "R7050": 0.071,
    "R7070": 0.042,
    "R7050,R7060,R7070": 0.031,
    "R7040,R7050": 0.016,
    "R7010,R7060": 0.012,
    "R7030,R7040,R7050,R7060,R7070": 0.013,
    "R7050,R7060": 0.013,
    "R7010,R7060,R7070": 0.012,
    "R7030,R7040,R7050": 0.011,
    "R7030": 0.011,
    "R7040": 0.009,
    "R7010,R7030": 0.008,
    "R7010,R7040,R7050,R7060,R7070": 0.009,
    "R7060,R7070": 0.009,
    "R7010,R7050,R7060": 0.007,
    "R7010,R7050": 0.006,
    "R7060": 0.005,
    "R7010,R7020,R7030,R7040,R7050,R7060,R7070": 0.005,
    "R7010,R7030,R7040,R7050,R7060,R7070": 0.006,
    "R7010,R7040,R7050,R7060": 0.004,
}
# How much likelier a mix that asks for a doctorate, for a master's or bachelor's degree, or for no degree is.
EDUCATION_LEANINGS = {"research": (12.0, 6.0, 0.5), "intern": (0.3, 1.0, 1.0), "other": (1.0, 1.0, 1.0)}
REPLACEMENT_SHARES = {"R1040": 0.27, "other": 0.03}

REPOSTING_SHARE = 0.048
CANCELLED_SHARE = 0.004
EDGE_BLANK_SHARE = 0.021
REPLACEMENT_IN_TITLE_SHARE = 0.75
YEAR_IN_TITLE_SHARE = 0.45
OFFICE_IN_TITLE_SHARE = 0.24
NULL_PREFERENCE_CONDITION_SHARE = 0.026
NULL_ATTACHMENT_REASON_SHARE = 0.773
URL_KINDS = {"roots": 0.29, "pages": 0.03, "views": 0.574, "schemeless": 0.037, "edged": 0.016, "junk": 0.053}

# Of the long texts: length at p5, p25, p50, p75, p95 and the longest; share that points to the notice; fillers.
TEXT_LENGTHS = {
    "eligibility": (20, 88, 178, 320, 1039, 1700),
    "disqualification": (39, 120, 617, 951, 1265, 1570),
    "selection_process": (26, 110, 218, 424, 1097, 1800),
    "preference": (5, 29, 100, 280, 865, 1800),
}
POINTER_SHARES = {
    "eligibility": 0.30,
    "disqualification": 0.07,
    "selection_process": 0.38,
    "preference": 0.25,
    "preference_condition": 0.11,
}
FILLER_SHARES = {
    "eligibility": {"직종 및 분야별 응시자격은 첨부파일 참고": 0.034},
    "disqualification": {},
    "selection_process": {"공고문 참조": 0.005},
    "preference": {"없음": 0.037, "-": 0.011, "해당없음": 0.003, "공고문 참조": 0.01},
    "preference_condition": {"없음": 0.032, "해당없음": 0.003, "-": 0.003, ".": 0.002},
}

# Positions of a posting, and stages of a position: 2 to 48 rows a posting.
POSITION_COUNTS = {1: 0.70, 2: 0.13, 3: 0.06, 4: 0.04, 5: 0.03, 6: 0.02, 8: 0.012, 12: 0.008}
STAGE_COUNTS = {2: 0.55, 3: 0.37, 4: 0.08}
# Closed postings that disclose their competition, by the year in which they began.
DISCLOSED_SHARES = {
    2018: 0.87, 2019: 0.80, 2020: 0.82, 2021: 0.78, 2022: 0.72, 2023: 0.65, 2024: 0.14, 2025: 0.06, 2026: 0.43,
}  # fmt: skip
# Of the others, those that published the first stage and no more.
FIRST_STAGE_ONLY_SHARE = 0.05
# Share of the positions with at most so many applicants for each one selected (399 positions of local public
# corporations in Busan, 2020 to 2024: for the shape); between them by the logarithm.
COMPETITION = (
    (0.0, 0.25), (0.05, 0.6), (0.10, 1.0), (0.25, 3.8), (0.50, 12.0), (0.75, 27.0), (0.90, 64.0), (0.95, 97.0),
    (0.99, 160.0), (1.0, 350.0),
)  # fmt: skip
COMPETITION_LEANINGS = {"R1010": 2.0, "R1030": 1.2, "R1040": 0.75, "R1060": 1.3, "R1070": 1.8}

# So many of the newest postings have invented attachments: one with all of them would hold half a million rows.
POSTINGS_WITH_ATTACHMENTS = 5_000
# 25 of 28 postings had a job description: 14 PDF, 7 HWP, 4 ZIP.
JOB_DESCRIPTION_SHARE = 0.89
EXTENSIONS = {
    "notice": {"hwp": 0.40, "pdf": 0.35, "hwpx": 0.25},
    "application": {"hwp": 0.55, "hwpx": 0.30, "docx": 0.15},
    "job_description": {"pdf": 0.56, "hwp": 0.28, "zip": 0.16},
    "other": {"hwp": 0.40, "pdf": 0.40, "xlsx": 0.20},
}
OTHER_ATTACHMENT_COUNTS = {0: 0.30, 1: 0.45, 2: 0.25}

FACILITY_COUNT, PROGRAMME_COUNT = 800, 1_000
# The fields of programmes an institution of each class runs.
PROGRAMME_FIELDS = {
    "01": ("B04", "B08"),
    "02": ("B07", "B08"),
    "03": ("B04", "B02"),
    "04": ("B01", "B06", "B09"),
    "05": ("B05", "B10", "B02"),
    "06": ("B07", "B08", "B04"),
    "07": ("B07", "B02", "B09"),
    "08": ("B03",),
    "99": ("B11", "B02"),
}
# Where a province's towns are, roughly: latitude and longitude in degrees, and how far around.
REGION_PLACES = {
    "R3010": (37.55, 126.99, 0.06), "R3014": (35.17, 129.05, 0.06), "R3013": (35.86, 128.58, 0.08),
    "R3011": (37.46, 126.68, 0.06), "R3015": (35.15, 126.85, 0.06), "R3012": (36.35, 127.39, 0.06),
    "R3016": (35.55, 129.26, 0.08), "R3026": (36.55, 127.27, 0.06), "R3017": (37.35, 127.15, 0.35),
    "R3018": (37.75, 128.30, 0.35), "R3020": (36.80, 127.70, 0.25), "R3019": (36.50, 126.80, 0.25),
    "R3024": (35.75, 127.15, 0.30), "R3023": (34.90, 126.95, 0.25), "R3027": (35.00, 126.95, 0.25),
    "R3021": (36.35, 128.70, 0.35), "R3022": (35.35, 128.25, 0.30), "R3025": (33.38, 126.55, 0.08),
}  # fmt: skip
