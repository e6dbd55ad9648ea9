# The same tasks with NumPy and SciPy; called by similarity.mjs with a folder of arrays. Best processor time of several runs, one thread.
import json
import platform
import sys
import time

import numpy as np
import scipy
from scipy.spatial.distance import jensenshannon

folder = sys.argv[1]
sizes = np.fromfile(f"{folder}/sizes.i32", dtype=np.int32)
questions, countries, width = len(sizes), 138, int(sizes.max())
model = np.fromfile(f"{folder}/model.f64").reshape(questions, width)
answers = np.fromfile(f"{folder}/answers.f64").reshape(questions * countries, width)
sparse = np.fromfile(f"{folder}/sparse.i32", dtype=np.int32)
question_of = np.arange(questions * countries) // countries
dense_model = model[question_of]


def vectorised(p, q):
    with np.errstate(divide="ignore", invalid="ignore"):
        m = (p + q) / 2
        left = np.where(p > 0, p * np.log(p / m), 0).sum(axis=1)
        right = np.where(q > 0, q * np.log(q / m), 0).sum(axis=1)
        return 1 - np.sqrt(np.maximum(0, (left + right) / 2) / np.log(2))


def loop():
    values = np.empty(len(sparse))
    for k, cell in enumerate(sparse):
        size = sizes[question_of[cell]]
        values[k] = 1 - jensenshannon(model[question_of[cell], :size], answers[cell, :size], base=2)
    return values


sparse_model, sparse_answers = model[question_of[sparse]], answers[sparse]
similarity = vectorised(sparse_model, sparse_answers)
table = np.full((questions, countries), np.nan)
table[question_of[sparse], sparse % countries] = similarity


def matrix_product():
    rng = np.random.default_rng(1)
    weights = np.stack([np.bincount(rng.integers(0, questions, questions), minlength=questions) for _ in range(1000)]).astype(float)
    known = ~np.isnan(table)
    return (weights @ np.where(known, table, 0)) / (weights @ known)


def nanmean():
    rng = np.random.default_rng(1)
    return np.stack([np.nanmean(table[rng.integers(0, questions, questions)], axis=0) for _ in range(1000)])


def best(run, repetitions):
    fastest = float("inf")
    for _ in range(repetitions):
        start = time.process_time()
        run()
        fastest = min(fastest, time.process_time() - start)
    return fastest


seconds = {
    "scipy, one call a pair": best(loop, 2),
    "numpy, vectorised, sparse": best(lambda: vectorised(sparse_model, sparse_answers), 5),
    "numpy, vectorised, dense": best(lambda: vectorised(dense_model, answers), 5),
    "scipy, axis, dense": best(lambda: jensenshannon(dense_model, answers, base=2, axis=1), 5),
    "numpy, matrix product": best(matrix_product, 5),
    "numpy, nanmean": best(nanmean, 2),
}
versions = {"numpy": np.__version__, "scipy": scipy.__version__, "python": platform.python_version()}
print(json.dumps({"seconds": seconds, "versions": versions, "meanSparse": float(np.mean(similarity))}))
