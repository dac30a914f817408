// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Testing
import _TestSupport

@Suite("Detector error model: bad input")
struct ErrorModelBadInputTests {
  static let faults: [BadText] = [
    .init("foo D0", "1:1", .unknownName),
    .init("error(0.1) D0\n H 0", "2:2", .unknownName),
    .init("*", "1:1", .syntax),
    .init("\u{0}", "1:1", .syntax),
    .init("error D0", "1:1", .badArgument),
    .init("error(0.1, 0.2) D0", "1:12", .badArgument),
    .init("error(1.5) D0", "1:7", .badArgument),
    .init("error(-0.1) D0", "1:7", .badArgument),
    .init("error(nan) D0", "1:7", .badArgument),
    .init("error(1e999) D0", "1:7", .badArgument),
    .init("error() D0", "1:1", .badArgument),
    .init("error(0.1 D0", "1:11", .syntax),
    .init("error(0.1", "1:6", .syntax),
    .init("error (0.1) D0", "1:7", .syntax),
    .init("error(0.1)D0", "1:11", .syntax),
    .init("error(0.1) D0D1", "1:14", .syntax),
    .init("error(0.1) D0^D1", "1:14", .syntax),
    .init("error(0.1) 5", "1:12", .syntax),
    .init("error(0.1) D", "1:13", .syntax),
    .init("error(0.1) D-1", "1:13", .syntax),
    .init("error(0.1) D0 rec[-1]", "1:15", .syntax),
    .init("error(0.1) D0 {", "1:15", .syntax),
    .init("error(0.1) ^ D0", "1:12", .badTarget),
    .init("error(0.1) D0 ^", "1:15", .badTarget),
    .init("error(0.1) D0 ^ ^ D1", "1:17", .badTarget),
    .init("error(0.1) D9223372036854775808", "1:13", .limit),
    .init("error(0.1) D99999999999999999999999", "1:13", .limit),
    .init("error(0.1) L16777216", "1:13", .limit),
    .init("detector(1,2) D0 D1", "1:18", .badTarget),
    .init("detector", "1:1", .badTarget),
    .init("detector L0", "1:10", .badTarget),
    .init("detector ^", "1:10", .badTarget),
    .init("detector(1) 5", "1:13", .syntax),
    .init("logical_observable(1) L0", "1:19", .badArgument),
    .init("logical_observable() L0", "1:19", .badArgument),
    .init("detector(,) D0", "1:10", .badArgument),
    .init("detector(1,) D0", "1:12", .badArgument),
    .init("detector(", "1:10", .badArgument),
    .init("logical_observable L0 L1", "1:23", .badTarget),
    .init("logical_observable D0", "1:20", .badTarget),
    .init("logical_observable", "1:1", .badTarget),
    .init("shift_detectors(1)", "1:19", .badTarget),
    .init("shift_detectors D5", "1:17", .badTarget),
    .init("shift_detectors 5 6", "1:19", .badTarget),
    .init("shift_detectors 18446744073709551615", "1:17", .limit),
    .init("shift_detectors[a 5", "1:16", .syntax),
    .init("repeat 5 {\nerror(0.1) D0", "1:1", .syntax),
    .init("error(0.1) D0\n}", "2:1", .syntax),
    .init("repeat {\n}", "1:8", .syntax),
    .init("repeat 5\n{\n}", "1:9", .syntax),
    .init("repeat(2) 5 {\n}", "1:7", .badArgument),
    .init("repeat D5 {\n}", "1:8", .syntax),
    .init("repeat 9223372036854775808 {\n}", "1:8", .limit),
    .init(
      "repeat 9223372036854775807 {\nrepeat 9 {\nshift_detectors 7\n}\n}", "1:1", .limit),
    .init("repeat 9223372036854775807 {\nrepeat 9 {\nerror(0) D0\n}\n}", "1:1", .limit),
    .init(
      "repeat 3 {\nshift_detectors 9000000000000000000\n}\nerror(0.1) D0", "1:1", .limit),
    .init(
      "shift_detectors 9000000000000000000\nshift_detectors 9000000000000000000\n"
        + "detector D9000000000000000000", "3:10", .limit),
  ]

  @Test("every fault has its place and kind", .tags(.exact), arguments: faults)
  func place(_ bad: BadText) {
    let error = #expect(throws: CircuitError.self) { try DetectorErrorModel(parsing: bad.text) }
    #expect(error?.location?.description == bad.place, "\(error?.message ?? "")")
    #expect(error?.code == bad.code)
    #expect(error?.message.hasSuffix(".") == true)
  }

  @Test("blocks nest 256 deep and no deeper", .tags(.exact))
  func depth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "repeat 1 {\n", count: depth) + String(repeating: "}\n", count: depth)
    }
    let deepest = try DetectorErrorModel(parsing: nested(256))
    #expect(try DetectorErrorModel(parsing: deepest.description) == deepest)
    let error = #expect(throws: CircuitError.self) {
      try DetectorErrorModel(parsing: nested(100_000))
    }
    #expect(error?.location == SourceLocation(line: 257, column: 1))
  }

  @Test("random models survive a round trip, cut and changed ones get a place", .tags(.law))
  func roundTrips() throws {
    var stream = RandomStream(seed: 5)
    var refused = 0
    for _ in 0..<200 {
      let model = Self.random(using: &stream, depth: 0)
      let text = model.description
      #expect(try DetectorErrorModel(parsing: text) == model)
      #expect(UInt64(try model.mechanisms().count) == model.mechanismCount)
      #expect(model.flattened().detectorCount == model.detectorCount)
      var bytes = Array(text.utf8.prefix(Int.random(in: 0...text.utf8.count, using: &stream)))
      if let index = bytes.indices.randomElement(using: &stream) {
        bytes[index] = UInt8.random(in: 0...255, using: &stream)
      }
      do {
        _ = try DetectorErrorModel(parsing: bytes)
      } catch {
        refused += 1
        #expect(error.location != nil)
      }
    }
    #expect(refused > 50)
  }

  private static func random(
    using stream: inout RandomStream, depth: Int
  ) -> DetectorErrorModel {
    var model = DetectorErrorModel()
    for _ in 0..<Int.random(in: 0...6, using: &stream) {
      let number = UInt64.random(in: 0...9, using: &stream)
      let coordinates = (0..<Int(number % 4)).map { _ in Double.random(in: -9...9, using: &stream) }
      let tag = number == 3 ? "a]\\\n" : ""
      switch Int.random(in: 0...(depth < 3 ? 6 : 5), using: &stream) {
      case 0: model.instructions.append(.detector(number, coordinates: coordinates, tag: tag))
      case 1: model.instructions.append(.logicalObservable(number, tag: tag))
      case 2:
        model.instructions.append(.shiftDetectors(number, coordinates: coordinates, tag: tag))
      case 6:
        model.instructions.append(
          .block(
            count: number % 4, body: random(using: &stream, depth: depth + 1), tag: tag))
      default:
        var targets: [DetectorErrorModel.Target] = []
        for _ in 0..<number {
          if !targets.isEmpty, Bool.random(using: &stream) { targets.append(.separator) }
          let index = UInt64.random(in: 0...20, using: &stream)
          targets.append(Bool.random(using: &stream) ? .detector(index) : .observable(index))
        }
        model.instructions.append(
          .error(probability: stream.nextUnit(), targets: targets, tag: tag))
      }
    }
    return model
  }
}
