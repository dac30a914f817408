// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CCairo

/// A decoded PNG picture.
public struct Raster: Sendable {
  /// Device pixels per row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// One 0xAARRGGBB word per pixel, row after row, premultiplied by opacity.
  public let pixels: [UInt32]

  /// Decodes PNG bytes.
  ///
  /// - Throws: `DrawingError.notAPicture` if they are not PNG.
  public init(png: [UInt8]) throws(DrawingError) {
    let source = ByteSource(png)
    let closure = unsafe Unmanaged.passUnretained(source).toOpaque()
    let decoded = unsafe cairo_image_surface_create_from_png_stream(takeBytes, closure)
    // Keeps the reader alive past the last callback.
    withExtendedLifetime(source) {}
    guard let surface = unsafe decoded else { throw .notAPicture }
    defer { unsafe cairo_surface_destroy(surface) }
    guard unsafe cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
      let data = unsafe cairo_image_surface_get_data(surface)
    else { throw .notAPicture }
    width = unsafe Int(cairo_image_surface_get_width(surface))
    height = unsafe Int(cairo_image_surface_get_height(surface))
    let stride = unsafe Int(cairo_image_surface_get_stride(surface))
    let isOpaque = unsafe cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24
    var pixels: [UInt32] = []
    pixels.reserveCapacity(width * height)
    for row in 0..<height {
      let line = unsafe UnsafeRawPointer(data + row * stride)
      for column in 0..<width {
        let word = unsafe line.load(fromByteOffset: 4 * column, as: UInt32.self)
        pixels.append(isOpaque ? word | 0xFF00_0000 : word)
      }
    }
    self.pixels = pixels
  }

  /// The colour at a column and a row, as 0xRRGGBB.
  ///
  /// - Precondition: The position lies in the picture.
  public subscript(_ column: Int, _ row: Int) -> UInt32 {
    precondition(
      column >= 0 && column < width && row >= 0 && row < height, "The pixel is in the picture.")
    return pixels[row * width + column] & 0xFFFFFF
  }
}

/// Bytes that Cairo reads in turn.
private final class ByteSource {
  let bytes: [UInt8]
  var position = 0
  init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// Cairo's read callback; the closure is a `ByteSource`.
private func takeBytes(
  _ closure: UnsafeMutableRawPointer?, _ data: UnsafeMutablePointer<UInt8>?, _ count: UInt32
) -> cairo_status_t {
  guard let closure = unsafe closure, let data = unsafe data else { return CAIRO_STATUS_READ_ERROR }
  let source = unsafe Unmanaged<ByteSource>.fromOpaque(closure).takeUnretainedValue()
  guard source.bytes.count - source.position >= Int(count) else { return CAIRO_STATUS_READ_ERROR }
  for index in 0..<Int(count) { unsafe data[index] = source.bytes[source.position + index] }
  source.position += Int(count)
  return CAIRO_STATUS_SUCCESS
}
