"""The OCR engine: RapidOCR on onnxruntime, offline, one per process, loaded when first needed.

The models lie inside the wheel and are named by path, so that nothing is ever fetched. What is here takes and
gives arrays: ``Picture`` is a grey image (rows x columns, uint8, 0 = black).
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import opencc
from numpy.typing import NDArray

Picture = NDArray[Any]

#: Threads of one engine. A crawl reads files in one process beside its page readers.
THREADS = 2
#: The text detection looks at an image of at most so many pixels a side; it finds 9 pt print at 150 dpi.
DETECT_SIDE = 1600
#: So many lines are recognised at once: more costs memory, less costs time.
BATCH = 6


class Box(NamedTuple):
    """A line of text where it was found, in pixels; ``score`` is the recognition's confidence, 0 to 1."""

    text: str
    score: float
    x0: float
    y0: float
    x1: float
    y1: float


def model_paths() -> dict[str, Path]:
    """The models that the engine needs: ``det``, ``rec``, ``cls`` -> file, as far as the wheel carries them."""
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        return {}
    folder = Path(spec.origin).parent / "models"
    found = {part: sorted(folder.glob(f"*_{part}_*.onnx")) for part in ("det", "rec", "cls")}
    return {part: paths[-1] for part, paths in found.items() if paths}


@cache
def engine() -> Any:
    """The process's engine (1.5 s, 80 MB; 700 MB while it reads)."""
    from rapidocr import RapidOCR

    paths = model_paths()
    cv2.setNumThreads(1)
    return RapidOCR(
        params={f"{part.title()}.model_path": str(path) for part, path in paths.items()}
        | {
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.log_level": "critical",
            "Rec.rec_batch_num": BATCH,
            # Narrower than the default of 320: most cells hold a figure or two.
            "Rec.rec_img_shape": [3, 48, 96],
        }
    )


def find_lines(picture: Picture, side: int = DETECT_SIDE) -> NDArray[Any]:
    """Where lines of text are: n x 4 corners x 2 coordinates, clockwise from the top left. No text: 0 x 4 x 2."""
    engine_ = engine()
    if engine_.text_det is None:
        engine_._load_det_model()
    height, width = picture.shape
    scale = min(1.0, side / max(height, width))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    boxes = engine_.text_det(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)).boxes
    return np.zeros((0, 4, 2)) if boxes is None else np.asarray(boxes, dtype=np.float64) / scale


def crop(picture: Picture, corners: NDArray[Any]) -> Picture:
    """The line of text inside four corners, upright."""
    x, y, width, height = cv2.boundingRect(corners.astype(np.float32))
    top, left = max(y, 0), max(x, 0)
    return picture[top : max(y + height, top + 1), left : max(x + width, left + 1)]


def recognise(crops: list[Picture]) -> list[tuple[str, float]]:
    """The text of each image of one line, with its confidence."""
    if not crops:
        return []
    result = engine().recognize_txt([cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) for image in crops])
    return [(_simplified(text), float(score)) for text, score in zip(result.txts, result.scores, strict=True)]


def _simplified(text: str) -> str:
    """The text without the Traditional twins of characters (別 for 别) that the model takes small print for."""
    return text if text.isascii() else _converter().convert(text)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def upside_down(crops: list[Picture]) -> bool:
    """Whether most of these lines of text stand on their heads."""
    if not crops:
        return False
    _, result = engine().cls_and_rotate([cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) for image in crops])
    turned = sum(1 for label, score in result.cls_res if label == "180" and score > 0.8)
    return turned * 2 > len(crops)
