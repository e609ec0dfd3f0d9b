import numpy as np

from feedback.classifier.embedder import DIMENSIONS, embed


def test_vectors_have_length_one_and_nothing_gives_zeros() -> None:
    vectors = embed(["模型回答错误", "", "\ud800", "hello"])
    assert vectors.shape == (4, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1).round(3).tolist() == [1, 0, 0, 1]


def test_no_texts_give_no_rows() -> None:
    assert embed([]).shape == (0, DIMENSIONS)


def test_a_vector_does_not_depend_on_its_neighbours() -> None:
    together = embed(["short", "a much longer text about trains and planes " * 5])
    assert np.array_equal(together[0], embed(["short"])[0])


def test_the_same_meaning_is_near_across_languages() -> None:
    chinese, english, other = embed(["如何重置密码", "How do I reset my password?", "I like trains"])
    assert chinese @ english > chinese @ other + 0.2
