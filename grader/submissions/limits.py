"""How much of a submission is read.  Ordinary ones stay far below; a hostile one ends here, not memory."""

MB = 1_000_000

MAX_SOURCE = 5 * MB  # the Python of one module, or of one notebook without its outputs
MAX_NOTEBOOK = 50 * MB  # a notebook file as it is on disk, pictures and all
MAX_ARCHIVE = 100 * MB  # a zip as it is on disk
MAX_UNPACKED = 50 * MB  # everything taken out of one archive, however small it was packed
MAX_STREAM = 100 * MB  # a tar unpacked, data and all: what is taken out lies behind what is not
MAX_FOLDER = 100 * MB  # everything read from one folder

MAX_DATA = 20 * MB  # all the data files of one submission

MAX_SOURCES = 20 * MB  # all the Python of one submission

MAX_ENTRIES = 10_000  # names looked at in one folder or zip
MAX_FILES = 1_000  # modules and notebooks read from one folder or zip
MAX_DEPTH = 12  # folders inside folders
MAX_NAME = 500  # characters in the path of one file inside a submission

MAX_JSON_DEPTH = 100  # a notebook needs about 10
MAX_JSON_VALUES = 2_000_000  # each costs up to 100 bytes of memory, so depth and bytes alone do not bound it
MAX_JSON_BRACKETS = 2_000_000  # looked at one by one to find the outputs, which are not counted
MAX_CELLS = 5_000
MAX_WORDS = 1 * MB  # the Markdown of one submission, without pasted pictures
MAX_ANSWER = 100_000  # characters of an answer in words
MAX_PICTURES = 20  # pasted into the text of one submission, and as many drawn by its code
MAX_TRIED = 100  # that are looked at for it, of each: some are too large, or none
MAX_PASTED = 4 * MB  # the bytes of all those pasted
MAX_DRAWN = 2 * MB  # and of all those drawn
MAX_PROBLEMS = 50  # told about one submission

MAX_DOWNLOAD = 8_000 * MB  # what a course system zipped for a whole class, as it is on disk
MAX_DOWNLOAD_ENTRIES = 200_000  # names in it, those in students' zips included
MAX_RECEIPT = 1 * MB  # what a course system writes about one hand-in
MAX_METADATA = 100 * MB  # what it writes about all of them
