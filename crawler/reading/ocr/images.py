"""From the bytes of an image to grey pages that stand upright, without stamps, of a size that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from crawler.reading.ocr import engine
from crawler.reading.ocr.engine import Picture

#: Images with more pixels than this are not unpacked (A3 at 600 dpi has 70 million): a decompression bomb.
PIXELS_MAX = 80_000_000
#: What is read has at most so many pixels on its shorter side; print is as sharp as it needs to be then.
SIDE_MAX = 2400
#: Print on a page of so many pixels is read well; smaller pictures are enlarged to it, up to so many times.
SIDE_GOOD = 1250
_ENLARGE_MAX = 2.5
#: Sides shorter than this hold no line of text.
SIDE_MIN = 24
#: Taller than so many widths: a whole report in one picture, cut at blank rows.
TALL = 2.2
#: Which way lines run shows at this many pixels a side.
_COARSE = 960
#: What looks like print: this share of it is paper, and that is ink; it is no narrower than this many heights.
_PAPER, _LEAST_INK, _PRINT_WIDTH = 0.6, 0.003, 0.25
#: A slant of fewer degrees does no harm, one of more was misjudged.
_LEAST_ANGLE, _MOST_ANGLE = 0.1, 15.0
#: Ink is darker than this.
INK = 160
#: Thin strokes of small print are no darker than this.
PALE = 200


class ImageError(Exception):
    """Why an image cannot be read, in Chinese, for a finding."""


def decode(body: bytes) -> NDArray[Any]:
    """The image as BGR, at most :data:`SIDE_MAX` on its shorter side. Raises :class:`ImageError`."""
    return fit(unpacked(body))


def unpacked(body: bytes, most: int = PIXELS_MAX) -> NDArray[Any]:
    """The image as BGR, in its own size: at most so many pixels. Raises :class:`ImageError`."""
    width, height = image_size(body)
    if width * height > most:
        raise ImageError(f"图像过大({width}×{height})")
    image = cv2.imdecode(np.frombuffer(body, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ImageError("图像已损坏或格式不支持")
    return image


def on_paper(image: NDArray[Any], width: int) -> NDArray[Any]:
    """The image with white beside it where it is narrower: a line is told from a stroke by the width of its page."""
    missing = width - image.shape[1]
    if missing <= 0:
        return image
    return cv2.copyMakeBorder(image, 0, 0, 0, missing, cv2.BORDER_CONSTANT, value=(255, 255, 255))


def image_size(body: bytes) -> tuple[int, int]:
    """Width and height as the header states them, without unpacking. Raises :class:`ImageError`."""
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(body)) as image:
            return image.size
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise ImageError("图像已损坏或格式不支持") from error


def fit(image: NDArray[Any]) -> NDArray[Any]:
    """The image in a size that can be read: a large one made smaller, one of a web page larger.

    Raises :class:`ImageError` for a speck.
    """
    height, width = image.shape[:2]
    shorter = min(height, width)
    if shorter < SIDE_MIN:
        raise ImageError(f"图像过小({width}×{height})")
    scale = SIDE_MAX / shorter if shorter > SIDE_MAX else min(_ENLARGE_MAX, SIDE_GOOD / shorter)
    if scale < 1:
        return image if shorter <= SIDE_MAX else _scaled(image, scale, cv2.INTER_AREA)
    return _scaled(image, scale, cv2.INTER_CUBIC) if scale > 1.1 else image


def is_print(image: NDArray[Any]) -> bool:
    """Whether a picture looks like print: much paper of one brightness, some ink, and no upright strip."""
    height, width = image.shape[:2]
    if width < _PRINT_WIDTH * height:
        return False
    picture = cv2.cvtColor(image[::4, ::4], cv2.COLOR_BGR2GRAY)
    paper = float(np.percentile(picture, 90))
    return bool((picture > paper - 40).mean() > _PAPER and (picture < paper - 80).mean() > _LEAST_INK)


def _scaled(image: NDArray[Any], scale: float, method: int) -> NDArray[Any]:
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=method)


def grey(image: NDArray[Any]) -> Picture:
    """A BGR image in grey, its paper white and without red stamps (公章) over the print."""
    blue, green, red = cv2.split(image)
    stamped = cv2.subtract(red, cv2.max(green, blue)) > 60
    picture = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    for x, y, width, height in _stamps(stamped.astype(np.uint8)):
        place = (slice(y, y + height), slice(x, x + width))
        # What is dark in the red channel too is print under the stamp.
        picture[place][stamped[place] & (red[place] > 110)] = 255
    # A scan's paper is grey and its print pale: stretch what lies between the two to the full range.
    paper, print_ = (float(value) for value in np.percentile(picture[::4, ::4], (90, 1)))
    if paper < 250 and paper - print_ > 60:
        levels = (np.arange(256) - print_) * (255.0 / (paper - print_))
        picture = cv2.LUT(picture, np.clip(levels, 0, 255).astype(np.uint8))
    return picture


def _stamps(mask: NDArray[Any]) -> Iterator[tuple[int, int, int, int]]:
    """Round red marks of a stamp's size: boxes (x, y, width, height). Red headlines are none."""
    width = mask.shape[1]
    reach = max(3, width // 100)
    joined = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    for index in range(1, count):
        x, y, w, h = (int(value) for value in stats[index][:4])
        if 0.07 * width < w < 0.4 * width and 0.7 < w / h < 1.4:
            yield x, y, w, h


def upright(picture: Picture) -> Picture:
    """The picture turned so that its lines run from left to right and level."""
    corners = engine.find_lines(picture, _COARSE)
    if len(corners) < 3:
        return picture
    widths = np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1)
    heights = np.linalg.norm(corners[:, 3] - corners[:, 0], axis=1)
    long = np.maximum(widths, heights) > 3 * np.minimum(widths, heights)
    extent = corners.max(axis=1) - corners.min(axis=1)
    if long.sum() >= 3 and (extent[long, 1] > extent[long, 0]).mean() > 0.6:
        picture = cv2.rotate(picture, cv2.ROTATE_90_COUNTERCLOCKWISE)
        corners = engine.find_lines(picture, _COARSE)
        if not len(corners):
            return picture
        widths = np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1)
    longest = np.argsort(-widths)[:10]
    if engine.upside_down([engine.crop(picture, corners[index]) for index in longest]):
        picture = cv2.rotate(picture, cv2.ROTATE_180)
    return turned(picture, _slant(corners))


def level(picture: Picture) -> Picture:
    """The picture, which is a part of one that stands upright, turned so that its lines run level."""
    corners = engine.find_lines(picture, _COARSE)
    return turned(picture, _slant(corners)) if len(corners) >= 3 else picture


def _slant(corners: NDArray[Any]) -> float:
    """By how many degrees the longest lines of text rise or fall."""
    widths = np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1)
    longest = np.argsort(-widths)[:10]
    edges = corners[longest, 1] - corners[longest, 0]
    return float(np.median(np.degrees(np.arctan2(edges[:, 1], edges[:, 0]))))


def turned(picture: Picture, angle: float) -> Picture:
    """The picture turned by so many degrees, if that is worth it and no mistake."""
    if not _LEAST_ANGLE < abs(angle) < _MOST_ANGLE:
        return picture
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255.0,))


def pieces(image: NDArray[Any]) -> list[NDArray[Any]]:
    """A tall image cut at blank rows into pages; no cut goes through a ruled table, whose rows are not blank."""
    height, width = image.shape[:2]
    if height <= TALL * width:
        return [image]
    blank = image.min(axis=(1, 2)) >= INK
    step, cuts = round(1.4 * width), [0]
    while height - cuts[-1] > TALL * width:
        earliest, latest = cuts[-1] + step // 2, min(cuts[-1] + 2 * step, height)
        rows = np.flatnonzero(blank[earliest:latest]) + earliest
        cuts.append(int(rows[np.abs(rows - cuts[-1] - step).argmin()]) if len(rows) else latest)
    return [image[top:bottom] for top, bottom in zip(cuts, [*cuts[1:], height], strict=True) if bottom > top]
