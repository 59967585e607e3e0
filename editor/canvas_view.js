// Where the photo lies: css pixels of the host, and the way to image pixels and back.

const MOST_ZOOM = 32; // device px of one image px
const KEPT_PX = 48; // of the photo stay in sight when it is panned away

export class View {
  width = 0; // of the photo, image px
  height = 0;
  hostWidth = 0; // css px
  hostHeight = 0;
  dpr = 1;
  scale = 1; // css px of one image px
  left = 0; // of the photo, css px
  top = 0;
  fitted = true; // stays fitted when the host changes
  insets = { left: 0, top: 0, right: 0, bottom: 0 };

  get zoomPercent() {
    return this.scale * this.dpr * 100;
  }

  setFrame(width, height) {
    const same = width === this.width && height === this.height;
    this.width = width;
    this.height = height;
    if (!same) this.fit();
    return !same;
  }

  setHost(width, height, dpr) {
    const middle = this.toImage(this.hostWidth / 2, this.hostHeight / 2);
    this.hostWidth = width;
    this.hostHeight = height;
    this.dpr = dpr;
    if (this.fitted) return this.fit();
    this.left = width / 2 - middle[0] * this.scale;
    this.top = height / 2 - middle[1] * this.scale;
    this.keepInSight();
  }

  setInsets(insets) {
    this.insets = { left: 0, top: 0, right: 0, bottom: 0, ...insets };
    if (this.fitted) this.fit();
  }

  fitScale() {
    const room = this.room();
    if (!this.width || !this.height) return 1;
    const scale = Math.min(room.width / this.width, room.height / this.height);
    return Math.max(Math.min(scale, MOST_ZOOM / this.dpr), 1e-4);
  }

  room() {
    const { left, top, right, bottom } = this.insets;
    const width = Math.max(this.hostWidth - left - right, 40);
    return { left, top, width, height: Math.max(this.hostHeight - top - bottom, 40) };
  }

  fit() {
    const room = this.room();
    this.scale = this.fitScale();
    this.left = room.left + (room.width - this.width * this.scale) / 2;
    this.top = room.top + (room.height - this.height * this.scale) / 2;
    this.fitted = true;
  }

  zoomAt(factor, x, y) {
    const least = this.fitScale() / 2;
    const most = Math.max(MOST_ZOOM / this.dpr, least * 2);
    const scale = Math.min(Math.max(this.scale * factor, least), most);
    this.left = x - ((x - this.left) * scale) / this.scale;
    this.top = y - ((y - this.top) * scale) / this.scale;
    this.scale = scale;
    this.fitted = false;
    this.keepInSight();
  }

  panBy(dx, dy) {
    this.left += dx;
    this.top += dy;
    this.fitted = false;
    this.keepInSight();
  }

  keepInSight() {
    const wide = this.width * this.scale;
    const high = this.height * this.scale;
    const kept = (side) => Math.min(KEPT_PX, side);
    this.left = Math.min(Math.max(this.left, kept(wide) - wide), this.hostWidth - kept(wide));
    this.top = Math.min(Math.max(this.top, kept(high) - high), this.hostHeight - kept(high));
  }

  toImage(x, y) {
    return [(x - this.left) / this.scale, (y - this.top) / this.scale];
  }

  toCss(x, y) {
    return [this.left + x * this.scale, this.top + y * this.scale];
  }

  holds(x, y) {
    return x >= 0 && y >= 0 && x < this.width && y < this.height;
  }

  // The photo's rectangle in device pixels, its edges on whole ones: a crisp border.
  deviceRect() {
    const x = Math.round(this.left * this.dpr);
    const y = Math.round(this.top * this.dpr);
    const right = Math.round((this.left + this.width * this.scale) * this.dpr);
    const bottom = Math.round((this.top + this.height * this.scale) * this.dpr);
    return { x, y, w: Math.max(right - x, 1), h: Math.max(bottom - y, 1) };
  }
}
