"""Small ONNX graphs with the public signatures, whose answers a test can know.

The encoder keeps the picture, four times smaller. The decoder marks what has the colour under a
click: a click that lands elsewhere marks something else.
"""

from pathlib import Path

import onnx
import onnx.parser

MEAN = "{123.675, 116.28, 103.53}"
STD = "{58.395, 57.12, 57.375}"
HEADER = '<ir_version: 8, opset_import: ["" : 17]>'

TENSOR_ENCODER = """
encoder (float[1, 3, {side}, {side}] images) => (float[1, 3, {cells}, {cells}] embeddings) {{
  embeddings = AveragePool <kernel_shape = [4, 4], strides = [4, 4]> (images)
}}
"""

RAW_ENCODER = """
encoder (float[{height}, {width}, 3] input_image) => (float[1, 3, 256, 256] image_embeddings)
<float[3] mean = {mean}, float[3] std = {std}, int64[1] first = {{0}},
 int64[2] full = {{1024, 1024}},
 int64[1] zero = {{0}}, int64[1] two = {{2}}, int64[4] before = {{0, 0, 0, 0}},
 int64[2] whole = {{0, 0}}> {{
  moved = Sub (input_image, mean)
  scaled = Div (moved, std)
  channels = Transpose <perm = [2, 0, 1]> (scaled)
  batch = Unsqueeze (channels, first)
  shape = Shape (input_image)
  size = Slice (shape, zero, two)
  missing = Sub (full, size)
  pads = Concat <axis = 0> (before, whole, missing)
  padded = Pad (batch, pads)
  image_embeddings = AveragePool <kernel_shape = [4, 4], strides = [4, 4]> (padded)
}}
"""

# One reading of a prompt, `object`, as logits between -10 and 10 over 256 x 256 cells.
DECODER = """
decoder (float[1, 3, 256, 256] image_embeddings, float[1, N, 2] point_coords,
         float[1, N] point_labels, float[1, 1, 256, 256] mask_input, float[1] has_mask_input,
         float[2] orig_im_size)
  => (float[1, M, 256, 256] masks, float[1, M] iou_predictions,
      float[1, M, 256, 256] low_res_masks)
<float half = {{0.5}}, float four = {{4}}, float ten = {{10}}, float mten = {{-10}},
 float least = {{0}}, float most = {{255}}, float apart = {{1.2}}, float minus = {{-1}},
 float plus = {{1}}, float nil = {{0}}, float b0 = {{2}}, float b1 = {{3}}, float mid = {{1.5}},
 float stop = {{256}}, float near = {{60}},
 int64[1] ax0 = {{0}}, int64[1] ax1 = {{1}}, int64[2] ax12 = {{1, 2}}, int64[2] ax23 = {{2, 3}},
 int64[1] x = {{0}}, int64[1] y = {{1}}, int64[1] axm1 = {{-1}},
 int64[4] columns = {{1, 1, 1, 256}}, int64[4] rows = {{1, 1, 256, 1}},
 float[{count}] expected = {scores}> {{
  at = Squeeze (point_coords, ax0)
  label = Squeeze (point_labels, ax0)
  centred = Add (at, half)
  quarter = Div (centred, four)
  floored = Floor (quarter)
  inside = Clip (floored, least, most)
  cell = Cast <to = 7> (inside)
  cx = Gather <axis = 1> (cell, x)
  cy = Gather <axis = 1> (cell, y)
  index = Concat <axis = 1> (cy, cx)
  picture = Squeeze (image_embeddings, ax0)
  last = Transpose <perm = [1, 2, 0]> (picture)
  colour = GatherND (last, index)
  wide = Unsqueeze (colour, ax23)
  difference = Sub (image_embeddings, wide)
  absolute = Abs (difference)
  distance = ReduceSum <keepdims = 1> (absolute, ax1)
  closer = Sub (apart, distance)
  share = Div (closer, apart)
  bounded = Clip (share, minus, plus)
  alike = Mul (bounded, ten)

  label1 = Unsqueeze (label, ax12)
  label4 = Unsqueeze (label1, axm1)
  wanted = Equal (label4, plus)
  unwanted = Equal (label4, nil)
  yes = Where (wanted, alike, mten)
  no = Where (unwanted, alike, mten)
  inc = ReduceMax <axes = [0], keepdims = 1> (yes)
  exc = ReduceMax <axes = [0], keepdims = 1> (no)
  spared = Neg (exc)

  steps = Range (least, stop, plus)
  spread = Mul (steps, four)
  centre = Add (spread, mid)
  across = Reshape (centre, columns)
  down = Reshape (centre, rows)
  px = Gather <axis = 1> (at, x)
  py = Gather <axis = 1> (at, y)
  px4 = Unsqueeze (px, ax23)
  py4 = Unsqueeze (py, ax23)
  is0 = Equal (label4, b0)
  is1 = Equal (label4, b1)
  rightof = GreaterOrEqual (across, px4)
  below = GreaterOrEqual (down, py4)
  leftof = LessOrEqual (across, px4)
  above = LessOrEqual (down, py4)
  after0 = And (rightof, below)
  before0 = And (leftof, above)
  not0 = Not (is0)
  not1 = Not (is1)
  ok0 = Or (after0, not0)
  ok1 = Or (before0, not1)
  ok = And (ok0, ok1)
  okf = Cast <to = 1> (ok)
  allok = ReduceMin <axes = [0], keepdims = 1> (okf)
  twice = Mul (allok, ten)
  twice2 = Add (twice, twice)
  boxed = Sub (twice2, ten)

  wantedf = Cast <to = 1> (wanted)
  anywanted = ReduceMax <axes = [0], keepdims = 1> (wantedf)
  clicked = Equal (anywanted, plus)
  seen = Where (clicked, inc, ten)
  object0 = Min (seen, spared, boxed)

  ispad = Equal (label4, minus)
  closing = Or (ispad, is0)
  closingf = Cast <to = 1> (closing)
  closed = ReduceMax <axes = [0], keepdims = 1> (closingf)
  object = Mul (object0, closed)

  dx = Sub (across, px4)
  dy = Sub (down, py4)
  adx = Abs (dx)
  ady = Abs (dy)
  far = Max (adx, ady)
  around0 = LessOrEqual (far, near)
  around1 = And (around0, wanted)
  aroundf = Cast <to = 1> (around1)
  anear = ReduceMax <axes = [0], keepdims = 1> (aroundf)
  isnear = Equal (anear, plus)
  part = Where (isnear, object, mten)
  bright = Abs (object)
  whole = Sub (bright, minus)

  {assembled}
  masks = Identity (low_res_masks)

  earlier = Greater (mask_input, nil)
  earlierf = Cast <to = 1> (earlier)
  share0 = ReduceMean <axes = [1, 2, 3], keepdims = 0> (earlierf)
  fed = Mul (share0, has_mask_input)
  scored = Add (expected, fed)
  iou_predictions = Unsqueeze (scored, ax0)
}}
"""
READINGS = {
    1: ("object", "{0.5}"),
    3: ("part, object, whole", "{0.25, 0.5, 0.125}"),
    4: ("object, part, object, whole", "{0.375, 0.25, 0.5, 0.125}"),
}

LAMA = """
lama ({inputs})
  => (float[1, 3, {side}, {side}] output)
<float one = {{1}}, float full = {{255}}, int64[2] space = {{2, 3}}, float tiny = {{0.0001}}> {{
  known = Sub (one, mask)
  total = ReduceSum <keepdims = 1> (image, space)
  count = ReduceSum <keepdims = 1> (known, space)
  safe = Max (count, tiny)
  mean = Div (total, safe)
  filling = Mul (mean, mask)
  filled = Add (image, filling)
  output = Mul (filled, full)
}}
"""


def save(path: Path, graph: str) -> Path:
    model = onnx.parser.parse_model(HEADER + graph)
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, path)
    return path


def tensor_encoder(path: Path, side: int = 1024) -> Path:
    """Of a normalised tensor, 1×3×S×S."""
    return save(path, TENSOR_ENCODER.format(side=side, cells=side // 4))


def raw_encoder(path: Path, height: str = "H", width: str = "W") -> Path:
    """Of a raw photo, H×W×3 in 0..255, which the graph normalises and pads itself."""
    return save(path, RAW_ENCODER.format(height=height, width=width, mean=MEAN, std=STD))


def decoder(path: Path, masks: int = 3) -> Path:
    """Of 1 mask = the object; 3 = part, object, whole; 4 = the object, then those three."""
    names, scores = READINGS[masks]
    assembled = f"low_res_masks = Concat <axis = 1> ({names})"
    text = DECODER.replace("M]", f"{masks}]").replace("M,", f"{masks},")
    return save(path, text.format(assembled=assembled, count=masks, scores=scores))


def sam_pair(folder: Path, masks: int = 3) -> Path:
    tensor_encoder(folder / "mobile_sam_image_encoder.onnx")
    decoder(folder / "sam_mask_decoder_multi.onnx", masks)
    return folder


def lama(folder: Path, side: int | str = 512, *, mask_first: bool = False) -> Path:
    """Fills with the mean colour of what is visible, of a blanked hole; 0..1 in, 0..255 out."""
    inputs = [f"float[1, 3, {side}, {side}] image", f"float[1, 1, {side}, {side}] mask"]
    given = ", ".join(reversed(inputs) if mask_first else inputs)
    save(folder / "lama_fp32.onnx", LAMA.format(side=side, inputs=given))
    return folder
