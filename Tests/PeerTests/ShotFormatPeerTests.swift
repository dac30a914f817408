// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Foundation
import Testing
import _TestSupport

/// Stim writes the same random shots in every format; the command line cannot write ptb64, so its
/// Python interface does.
private let script = """
  import stim, numpy, sys, os
  folder = sys.argv[1]
  generator = numpy.random.default_rng(5)
  for width in map(int, sys.argv[2].split(',')):
      # Stim's writer takes measurements, or detectors and observables, not both.
      kinds = dict(num_measurements=width) if width % 2 else dict(
          num_detectors=width // 3, num_observables=width - width // 3)
      shots = generator.random((192, width)) < (0.5 if width < 100 else 0.03)
      for name in ['01', 'b8', 'r8', 'ptb64', 'hits', 'dets']:
          stim.write_shot_data_file(
              data=shots, path=os.path.join(folder, f'{width}.{name}'), format=name, **kinds)
  """

@Suite("Shot formats against Stim")
struct ShotFormatPeerTests {
  @Test("All 36 conversions give Stim's bytes", .tags(.peer), .needsPeers)
  func conversions() throws {
    let widths = [0, 1, 7, 8, 63, 64, 65, 200, 700]
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = try Peer.python(
      script, [folder.path, widths.map(String.init).joined(separator: ",")])
    try #require(output.status == 0, "\(output.err)")
    for width in widths {
      let layout =
        width % 2 == 1
        ? ShotLayout(measurements: width)
        : ShotLayout(detectors: width / 3, observables: width - width / 3)
      var files: [ShotFormat: [UInt8]] = [:]
      for format in ShotFormat.allCases {
        let file = folder.appending(path: "\(width).\(format.rawValue)")
        files[format] = Array(try Data(contentsOf: file))
      }
      for input in ShotFormat.allCases {
        // With no bits, these two hold no shots.
        if width == 0, input == .b8 || input == .ptb64 { continue }
        for output in ShotFormat.allCases {
          let sink = ByteArray()
          var reader = try ShotReader(
            input, layout: layout, from: ByteArray(try #require(files[input])))
          var writer = try ShotWriter(output, layout: layout, to: sink)
          var rows = BitMatrix(rowCount: 50, columnCount: width)
          while true {
            let count = try reader.read(into: &rows)
            try writer.write(rows, count: count)
            if count < rows.rowCount { break }
          }
          try writer.finish()
          #expect(sink.bytes == files[output], "\(input) to \(output), \(width) bits")
        }
      }
    }
  }
}
