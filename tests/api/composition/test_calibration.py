"""The fitted numbers that ship: for every feature one, and for the model that ships."""

from __future__ import annotations

import math

import pytest

from api.composition import confidence, scoring
from api.composition.calibration import FILE, calibration, read_calibration
from indexer.embedding.loading import load_embedder


def test_every_feature_of_a_sentence_has_a_weight_and_every_weight_a_feature() -> None:
    assert set(calibration().sentence) == set(scoring.FEATURES)
    assert len(set(scoring.FEATURES)) == len(scoring.FEATURES)


def test_every_feature_of_the_confidence_has_a_weight_and_every_weight_a_feature() -> None:
    assert set(calibration().confidence) == set(confidence.FEATURES)
    assert len(set(confidence.FEATURES)) == len(confidence.FEATURES)


def test_the_weights_are_those_of_the_built_in_model() -> None:
    built_in = load_embedder()
    assert (calibration().model, calibration().content_hash) == (built_in.name, built_in.content_hash)


def test_the_weights_are_numbers_and_the_threshold_a_probability() -> None:
    fitted = calibration()
    assert all(map(math.isfinite, [*fitted.sentence.values(), *fitted.confidence.values(), fitted.bias]))
    assert 0.0 < fitted.answered_from < 1.0


def test_a_near_sentence_is_better_and_an_announcing_one_worse() -> None:
    weights = calibration().sentence
    better = ("similarity", "late", "in_context", "nearby", "agreement", "definition", "figure", "percent")
    assert [name for name in better if weights[name] <= 0] == []
    assert weights["announces"] < 0


def test_what_is_asked_for_and_not_said_makes_less_sure() -> None:
    weights = calibration().confidence
    assert weights["other_figures"] < 0
    assert [name for name in ("late", "dense", "known", "names", "agreement") if weights[name] <= 0] == []


def test_a_calibration_is_what_its_file_says() -> None:
    content = b"""{"model": "m", "content_hash": "h", "sentence": {"late": 2.0}, "confidence": {"dense": 3.0},
        "bias": -1.0, "answered_from": 0.25}"""
    read = read_calibration(content)
    assert (read.model, read.content_hash, read.bias, read.answered_from) == ("m", "h", -1.0, 0.25)
    assert (dict(read.sentence), dict(read.confidence)) == ({"late": 2.0}, {"dense": 3.0})
    assert read_calibration(FILE.read_bytes()) == calibration()


def test_the_weights_cannot_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        calibration().sentence["late"] = 0.0  # type: ignore[index]
