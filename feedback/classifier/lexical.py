"""The words of a report as sparse TF-IDF: words and their pairs, Chinese bigrams, character n-grams, hashed.

Hashing needs no vocabulary, so the trained part is two arrays of numbers and nothing has to be unpickled.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import FeatureHasher

from base.text.normalise import tokens_of_normalised

COLUMNS = 2**18
_DIGIT = re.compile(r"\d")
CHARACTERS = 1200

_HASHER = FeatureHasher(n_features=COLUMNS, input_type="string", alternate_sign=False, dtype=np.float32)


def counts(texts: Sequence[str]) -> csr_matrix:
    """Term counts of normalised texts, damped as 1 + ln(count), float32 [len(texts), COLUMNS]."""
    matrix = csr_matrix(_HASHER.transform(_terms(text[:CHARACTERS]) for text in texts))
    matrix.data = 1 + np.log(matrix.data)
    return matrix


def weigh(matrix: csr_matrix, idf: npt.NDArray[np.float32]) -> csr_matrix:
    """The counts times `idf` ([COLUMNS]; 0 drops a term), rows scaled to length 1."""
    weighed = matrix.copy()
    weighed.data = weighed.data * idf[weighed.indices]
    norms = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    norms[norms == 0] = 1
    weighed.data = weighed.data / np.repeat(norms, np.diff(weighed.indptr)).astype(np.float32)
    return weighed


def _terms(text: str) -> Iterator[str]:
    words = tokens_of_normalised(text)
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))
    # A number says more by its shape than by itself: a year, a price, a premium-rate line.
    yield from (_DIGIT.sub("0", word[:20]) + "#" for word in words if _DIGIT.search(word))
    for word in words:
        if len(word) > 3 and word.isalpha():
            padded = f"#{word[:20]}#"
            yield from (f"~{padded[i : i + 4]}" for i in range(len(padded) - 3))
