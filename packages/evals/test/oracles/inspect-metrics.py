"""Writes inspect-metrics.json: a log in Inspect's format, its metrics computed in Python from the definitions in Inspect's documentation.

python3 inspect-metrics.py > inspect-metrics.json      (standard library only)
"""

import json
import math
import random
import statistics
from fractions import Fraction

random.seed(20260101)
EPOCHS = 4
QUESTIONS = 30
GRADES = {"C": 1.0, "P": 0.5, "I": 0.0, "N": 0.0}
NAN = float("nan")


def number(value):
    """A value as a metric counts it: grades, truth values, numbers in text; anything else 0."""
    if isinstance(value, (bool, int, float)):
        return float(value)
    if value in GRADES:
        return GRADES[value]
    text = str(value).lower()
    if text in ("yes", "true"):
        return 1.0
    if text in ("no", "false"):
        return 0.0
    try:
        return float(text) if math.isfinite(float(text)) else 0.0
    except ValueError:
        return 0.0


def is_nan(value):
    return isinstance(value, float) and math.isnan(value)


def reduced(values, reducer):
    """One number from the values of a question's epochs; None where it is not defined."""
    values = [value for value in values if not is_nan(value)]
    if not values:
        return None
    numbers = [number(value) for value in values]
    successes = sum(1 for one in numbers if one >= 1)
    kind, _, k = reducer.rpartition("_")
    if reducer == "mean":
        return float(statistics.mean(map(Fraction, numbers)))
    if reducer == "median":
        return statistics.median(numbers)
    if reducer == "mode":
        return number(statistics.mode(values))
    if reducer == "max":
        return max(numbers)
    k = int(k)
    if kind == "at_least":
        return 1.0 if successes >= k else 0.0
    if len(numbers) < k:
        return None
    if kind == "pass_at":
        return 1 - math.comb(len(numbers) - successes, k) / math.comb(len(numbers), k)
    assert kind == "pass_k"
    return math.comb(successes, k) / math.comb(len(numbers), k)


def stderr(values):
    return statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0.0


def clustered(values, clusters):
    mean = statistics.fmean(values)
    sums = {}
    for value, cluster in zip(values, clusters):
        sums[cluster] = sums.get(cluster, 0.0) + value - mean
    count = len(sums)
    return math.sqrt(sum(one * one for one in sums.values()) * count / (count - 1)) / len(values)


def metric(name, value, **params):
    return {"name": name, "value": value, "params": params}


def grouped(inner, **rest):
    return {"metric": {"type": "metric", "name": inner, "params": {}}, "group_key": "topic", "all": "samples", "all_label": "all", **rest}


samples = []
for question in range(1, QUESTIONS + 1):
    passage = f"passage {question % 7}"
    topic = ["history", "physics", True, 3][question % 4]
    ability = random.random()
    for epoch in range(1, EPOCHS + 1):
        right = random.random() < ability
        samples.append(
            {
                "id": question if question % 2 else f"q{question}",
                "epoch": epoch,
                "input": "q",
                "target": "t",
                "metadata": {"passage": passage, "topic": topic},
                "scores": {
                    "grades": {"value": "C" if right else random.choice("IPN")},
                    "numbers": {"value": random.choice([NAN, 1, 0, round(random.gauss(0, 3), 3)])},
                    "words": {"value": random.choice(["yes", "No", "TRUE", "2.5", "perhaps", True, False])},
                    "judge": {"value": {"tone": random.randint(0, 10), "fact": "C" if right else "I", "rare": NAN if question < 4 else 0.25}},
                },
            }
        )

REDUCERS = ["mean", "median", "mode", "max", "at_least_2", "pass_at_3", "pass_k_2"]


def questions(scorer, reducer, part=None):
    """Reduced value, passage and topic of every question that was scored; and how many were not."""
    by_id = {}
    for sample in samples:
        value = sample["scores"][scorer]["value"]
        by_id.setdefault(str(sample["id"]), []).append((value if part is None else value[part], sample["metadata"]))
    found = [(reduced([value for value, _ in group], reducer), group[0][1]) for group in by_id.values()]
    kept = [(value, about["passage"], str(about["topic"])) for value, about in found if value is not None]
    return kept, len(found) - len(kept)


scores = []
for scorer, part in [("grades", None), ("numbers", None), ("words", None), ("judge", "tone"), ("judge", "fact"), ("judge", "rare")]:
    for reducer in REDUCERS:
        kept, unscored = questions(scorer, reducer, part)
        values = [value for value, _, _ in kept]
        passages = [passage for _, passage, _ in kept]
        topics = sorted({topic for _, _, topic in kept})
        of = {topic: [value for value, _, one in kept if one == topic] for topic in topics}
        mean = statistics.fmean
        metrics = {
            "accuracy": metric("accuracy", mean(values)),
            "mean": metric("inspect_ai/mean", mean(values)),
            "stderr": metric("stderr", stderr(values), **({"cluster": "passage"} if scorer == "grades" else {})),
            "std": metric("std", statistics.stdev(values)),
            "var": metric("var", statistics.variance(values)),
            **{topic: metric(topic, mean(of[topic]), **grouped("inspect_ai/accuracy")) for topic in topics},
            "all": metric("all", mean(values), **grouped("inspect_ai/accuracy")),
            "all2": metric("all2", statistics.fmean(map(stderr, of.values())), **grouped("inspect_ai/stderr", all="groups")),
        }
        if scorer == "grades":
            metrics["stderr"]["value"] = clustered(values, passages)
            metrics["stderr2"] = metric("stderr", stderr(values))
        scores.append(
            {
                "name": part or scorer,
                "scorer": scorer,
                "reducer": reducer,
                "scored_samples": len(values),
                "unscored_samples": unscored,
                "params": {},
                "metrics": metrics,
            }
        )

print(
    json.dumps(
        {
            "version": 2,
            "status": "success",
            "eval": {
                "task": "metrics",
                "model": "none",
                "created": "2026-01-01T00:00:00+00:00",
                "dataset": {"name": "metrics", "samples": QUESTIONS},
                "config": {"epochs": EPOCHS, "epochs_reducer": REDUCERS},
            },
            "plan": {"name": "plan", "steps": [], "config": {}},
            "stats": {"started_at": "", "completed_at": "", "model_usage": {}},
            "results": {"total_samples": len(samples), "completed_samples": len(samples), "scores": scores},
            "samples": samples,
        }
    )
)
