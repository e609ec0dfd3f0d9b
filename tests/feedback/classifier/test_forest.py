import numpy as np

from feedback.classifier.forest import Forest, from_arrays, to_arrays


def stump() -> Forest:
    """Two trees: the first asks whether column 0 is at most 0.5, the second is a leaf."""
    whole = lambda *values: np.array(values, dtype=np.int32)  # noqa: E731
    real = lambda *values: np.array(values, dtype=np.float32)  # noqa: E731
    return Forest(
        feature=whole(0, 0, 0, 0),
        threshold=real(0.5, 0, 0, 0),
        left=whole(1, 1, 2, 3),
        right=whole(2, 1, 2, 3),
        value=real(0, -1, 2, 0.25),
        roots=whole(0, 3),
        depth=1,
        baseline=0.5,
    )


def test_each_row_goes_down_every_tree() -> None:
    features = np.array([[0.5], [0.6]], dtype=np.float32)
    assert stump().log_odds(features).tolist() == [-0.25, 2.75]


def test_a_forest_survives_being_written_to_arrays() -> None:
    features = np.array([[0.1], [0.9]], dtype=np.float32)
    again = from_arrays(to_arrays(stump(), "a_"), "a_")
    assert np.array_equal(again.log_odds(features), stump().log_odds(features))
