"""Settings for tests: the real ones, with a data folder of this process that goes when it ends."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from cha.config import options

# Of the environment only the database counts: a developer's own CHA_… must not change what is tested.
FOLDER = Path(tempfile.mkdtemp(prefix="cha-test-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
GIVEN = {name: value for name, value in os.environ.items() if name == "CHA_DATABASE_URL"}
(FOLDER / "static").mkdir()  # WhiteNoise warns about a folder that is not there
options.use({"data": str(FOLDER), "secret_key": "a key for tests", "port": "8000"}, GIVEN, FOLDER)

from cha.config.settings import *  # noqa: E402, F403
from cha.config.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if options.current().sqlite:
    # A real file, so that threads and transactions are what they are in life; durability is not tested here.
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"]["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )
