"""`script/test`: pytest with servers of its own, apart from a site that may be running."""

from __future__ import annotations

import os
import sys


def main() -> int:
    os.environ.setdefault("HUILIU_DATA_DIR", "var/test")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    from config.services import services
    from config.translations import compile_translations

    compile_translations()
    with services():
        import pytest

        return int(pytest.main(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())
