// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CCairo

/// A page that paths and text are drawn on, and that ends up as SVG, PNG or PDF bytes.
///
/// Units are CSS pixels from the top left corner, y downwards. The same calls give the same picture
/// in each format; glyphs are measured without hinting, so that layout does not depend on it.
@safe public struct Canvas: ~Copyable {
  let surface: OpaquePointer
  let context: OpaquePointer
  private let sink: ByteSink
  private let format: DrawingFormat
  /// The page's width in CSS pixels.
  public let width: Double
  /// The page's height in CSS pixels.
  public let height: Double

  /// The factor from points (PDF's unit) to CSS pixels.
  private static let pointsPerPixel = 0.75

  /// An empty page.
  ///
  /// - Parameters:
  ///   - format: What `finish` returns.
  ///   - width: CSS pixels.
  ///   - height: CSS pixels.
  ///   - scale: Device pixels per CSS pixel, for PNG only.
  /// - Throws: `DrawingError.invalidSize` unless 16 ≤ side ≤ 16384, also after scaling.
  public init(
    format: DrawingFormat, width: Double, height: Double, scale: Double = 2
  ) throws(DrawingError) {
    let factor = format == .png ? scale : 1
    for side in [width, height] {
      guard side.isFinite, factor.isFinite, side >= 16, side * factor >= 16,
        side <= 16384, side * factor <= 16384
      else { throw .invalidSize(width: width * factor, height: height * factor) }
    }
    let sink = ByteSink()
    let closure = unsafe Unmanaged.passUnretained(sink).toOpaque()
    let surface: OpaquePointer? =
      switch format {
      case .svg: unsafe cairo_svg_surface_create_for_stream(appendBytes, closure, width, height)
      case .pdf:
        unsafe cairo_pdf_surface_create_for_stream(
          appendBytes, closure, width * Canvas.pointsPerPixel, height * Canvas.pointsPerPixel)
      case .png:
        unsafe cairo_image_surface_create(
          CAIRO_FORMAT_ARGB32, Int32((width * factor).rounded()), Int32((height * factor).rounded())
        )
      }
    guard let surface = unsafe surface, let context = unsafe cairo_create(surface) else {
      throw .library("out of memory")
    }
    unsafe self.surface = surface
    unsafe self.context = context
    self.sink = sink
    self.format = format
    self.width = width
    self.height = height
    switch format {
    case .svg: unsafe cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX)
    case .pdf: unsafe cairo_scale(context, Canvas.pointsPerPixel, Canvas.pointsPerPixel)
    case .png: unsafe cairo_scale(context, factor, factor)
    }
    let options = unsafe cairo_font_options_create()
    unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    unsafe cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    unsafe cairo_set_font_options(context, options)
    unsafe cairo_font_options_destroy(options)
    unsafe cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
  }

  deinit {
    unsafe cairo_destroy(context)
    unsafe cairo_surface_destroy(surface)
  }

  /// Ends the page.
  ///
  /// - Returns: The file's bytes: the same for the same calls, whatever was drawn before.
  /// - Throws: `DrawingError.library` if Cairo failed at any point since the page began.
  public consuming func finish() throws(DrawingError) -> [UInt8] {
    try check(unsafe cairo_status(context))
    if format == .png {
      let closure = unsafe Unmanaged.passUnretained(sink).toOpaque()
      try check(unsafe cairo_surface_write_to_png_stream(surface, appendBytes, closure))
      return sink.bytes
    }
    if format == .pdf {
      // A fixed date keeps the bytes equal from run to run.
      unsafe cairo_pdf_surface_set_metadata(
        surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
    }
    unsafe cairo_surface_finish(surface)
    try check(unsafe cairo_surface_status(surface))
    return format == .svg ? SVGText.withoutProcessState(sink.bytes) : sink.bytes
  }

  private func check(_ status: cairo_status_t) throws(DrawingError) {
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .library(unsafe String(cString: cairo_status_to_string(status)))
    }
  }
}

/// The bytes that Cairo has written so far.
private final class ByteSink {
  var bytes: [UInt8] = []
}

/// Cairo's write callback; the closure is a `ByteSink` that outlives the surface.
private func appendBytes(
  _ closure: UnsafeMutableRawPointer?, _ data: UnsafePointer<UInt8>?, _ count: UInt32
) -> cairo_status_t {
  guard let closure = unsafe closure, let data = unsafe data else { return CAIRO_STATUS_SUCCESS }
  let sink = unsafe Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
  unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
  return CAIRO_STATUS_SUCCESS
}
