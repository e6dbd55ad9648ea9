"""Sizes of real CSV files as Python's csv module reads them.

Usage: python3 real-csv.py SHARED_FOLDER > real-csv.json
"""

import csv
import gzip
import json
import platform
import sys

FILES = [
    "data/country-codes/country-codes.csv",
    "data/discrim-eval-templated/sycophancy_processed_qwen2.5-7b-instruct.csv",
    "data/epoch-models/frontier_ai_models_2026-04.csv",
    "data/epoch-models/large_scale_ai_models_2026-04.csv",
    "data/epoch-models/notable_ai_models_2026-04.csv.gz",
    "data/truthfulqa/TruthfulQA.csv",
    "oracles/scaling/chinchilla_svg_extracted_data.csv",
    "oracles/scaling/epoch_notable_compute.csv",
    "oracles/scaling/nmt_curves.csv",
    "oracles/scaling/obs_base_llm_benchmark_eval.csv",
    "oracles/scaling/open_athena_isoflops.csv",
]


def measure(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        # Without strict, the reader would pass over quotes that do not match.
        reader = csv.reader(file, strict=True)
        header = next(reader)
        rows, utf16, first_lines, line = 0, 0, 0, reader.line_num + 1
        for row in reader:
            rows += 1
            utf16 += sum(len(cell.encode("utf-16-le")) // 2 for cell in row)
            first_lines += line
            line = reader.line_num + 1
    return {"rows": rows, "columns": len(header), "utf16Units": utf16, "sumOfFirstLines": first_lines}


csv.field_size_limit(10**9)
files = {name: measure(f"{sys.argv[1]}/{name}") for name in FILES}
print(json.dumps({"source": f"csv module of Python {platform.python_version()}", "files": files}, indent=2))
