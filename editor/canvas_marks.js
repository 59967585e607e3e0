// What is drawn over photo and mask: points, boxes, the brush, the crosshair, the progress ring.

const TAU = 2 * Math.PI;
const GOOD = "#2f9e6b";
const BAD = "#c8402c";
const LIGHT = "#fff";
const DARK = "#0b2a36";

export function drawMarks(ctx, view, marks) {
  for (const box of marks?.boxes_xyxy ?? []) drawBox(ctx, view, box, false);
  (marks?.points_xy ?? []).forEach(([x, y], i) => {
    const [cx, cy] = view.toCss(x, y);
    drawPoint(ctx, cx, cy, marks.point_labels[i] === 1);
  });
}

function drawPoint(ctx, x, y, include) {
  ctx.save();
  ctx.shadowColor = "rgba(0, 0, 0, .35)";
  ctx.shadowBlur = 4;
  disc(ctx, x, y, 7.5, LIGHT);
  ctx.restore();
  disc(ctx, x, y, 6, include ? GOOD : BAD);
  ctx.beginPath();
  ctx.moveTo(x - 3.2, y);
  ctx.lineTo(x + 3.2, y);
  if (include) {
    ctx.moveTo(x, y - 3.2);
    ctx.lineTo(x, y + 3.2);
  }
  stroke(ctx, LIGHT, 1.9);
}

function disc(ctx, x, y, radius, colour) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, TAU);
  ctx.fillStyle = colour;
  ctx.fill();
}

function stroke(ctx, colour, width, dash = []) {
  ctx.setLineDash(dash);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
  ctx.setLineDash([]);
}

// A box in image px: dark under light, to be seen on any photo.
export function drawBox(ctx, view, [x0, y0, x1, y1], drawing) {
  const [left, top] = view.toCss(x0, y0);
  const [right, bottom] = view.toCss(x1, y1);
  ctx.beginPath();
  ctx.rect(left, top, right - left, bottom - top);
  if (drawing) {
    ctx.fillStyle = "rgba(79, 208, 255, .14)";
    ctx.fill();
  }
  stroke(ctx, "rgba(11, 42, 54, .55)", 3);
  stroke(ctx, LIGHT, 1.5);
}

export function drawStroke(ctx, view, points, radius, look) {
  ctx.save();
  ctx.lineCap = ctx.lineJoin = "round";
  ctx.beginPath();
  points.forEach(([x, y], i) => {
    const [cx, cy] = view.toCss(x, y);
    if (i) ctx.lineTo(cx, cy);
    else ctx.moveTo(cx, cy);
  });
  if (points.length === 1) ctx.lineTo(...view.toCss(points[0][0] + 0.01, points[0][1]));
  stroke(ctx, look, Math.max(2 * radius * view.scale, 1));
  ctx.restore();
}

export function drawLasso(ctx, view, points, erase) {
  ctx.beginPath();
  points.forEach(([x, y], i) => ctx[i ? "lineTo" : "moveTo"](...view.toCss(x, y)));
  ctx.closePath();
  ctx.fillStyle = erase ? "rgba(200, 64, 44, .16)" : "rgba(79, 208, 255, .18)";
  ctx.fill("evenodd");
  stroke(ctx, DARK, 3);
  stroke(ctx, LIGHT, 1.5);
}

// The brush's size at the pointer.
export function drawBrush(ctx, x, y, radius, erase) {
  ctx.beginPath();
  ctx.arc(x, y, Math.max(radius, 1), 0, TAU);
  stroke(ctx, "rgba(11, 42, 54, .7)", 2.6);
  stroke(ctx, LIGHT, 1.3, erase ? [4, 3] : []);
  if (radius > 6) disc(ctx, x, y, 1.2, LIGHT);
}

export function drawCrosshair(ctx, [x, y]) {
  ctx.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    ctx.moveTo(x + dx * 4, y + dy * 4);
    ctx.lineTo(x + dx * 14, y + dy * 14);
  }
  stroke(ctx, DARK, 4);
  stroke(ctx, LIGHT, 1.8);
}

// A small ring where the mask is being computed; `turn` is 0 to 1, or null to stand still.
export function drawProgress(ctx, x, y, turn) {
  ctx.save();
  ctx.lineCap = "round";
  ctx.beginPath();
  ctx.arc(x, y, 13, 0, TAU);
  stroke(ctx, "rgba(11, 42, 54, .5)", 5);
  stroke(ctx, "rgba(255, 255, 255, .35)", 2.6);
  ctx.beginPath();
  const start = TAU * ((turn ?? 0) - 0.25);
  ctx.arc(x, y, 13, start, start + TAU * 0.3);
  stroke(ctx, LIGHT, 2.6);
  ctx.restore();
}
