import sys

from huiliu.cli import main

sys.exit(main())
