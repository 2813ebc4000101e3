"""The kernel of one notebook and person: python -I main.py, with pipes at 3 (to read) and 4 (to write)."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from notebook_kernel.serve import serve  # noqa: E402

sys.path.pop(0)
serve(3, 4)
