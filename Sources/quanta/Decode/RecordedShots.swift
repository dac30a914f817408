// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import ComputePrimitives
import Decoding

extension Flag {
  /// What shots are decoded, and by which decoder.
  static let recordedShots = [
    Flag("dem", .path, "The detector error model.", isRequired: true),
    Flag(
      "decoder", .text, "The decoder, with settings as in `bp-osd(order=10)`.",
      valueName: "NAME", default: "matching"),
    Flag("in", .path, "The shots: the detection events of each."),
    .format("in-format", "The format of --in."),
    Flag(
      "in-includes-appended-observables", .toggle,
      "Says that the true observables follow the detectors in each shot of --in."),
  ]
}

/// A decoder at work on a file of shots.
struct RecordedShots: ~Copyable {
  /// The name and every setting of the decoder.
  let specification: String
  let compiled: any CompiledDecoder
  private let engine: any DecodingEngine
  private let path: String?
  private var reader: ShotReader
  private var batch: SyndromeBatch
  /// The number of shots that have been decoded.
  private(set) var shotCount = 0
  /// The number of these in which a limit ended the decoder.
  private(set) var doubtfulCount = 0
  /// The time that decoding alone took.
  private(set) var decodingTime = Duration.zero
  private var isDoubtful: [Bool] = []
  private let flagging: (any FlaggingEngine)?
  /// Whether the decoder says where it is in doubt.
  var isFlagging: Bool { flagging != nil }

  /// Reads the model, compiles the decoder and opens the shots.
  init(_ arguments: Arguments, name: String) throws {
    let chosen = try decoder(name, of: "decoder")
    let modelPath = try arguments.text("dem")
    let model = try readModel(modelPath)
    let compiled: any CompiledDecoder
    do {
      compiled = try chosen.decoder.compile(model)
    } catch {
      throw CommandFailure(file: displayName(modelPath), error.message)
    }
    let appended = arguments.isOn("in-includes-appended-observables")
    let reader = try arguments.reader(
      "in",
      layout: ShotLayout(
        detectors: compiled.detectorCount, observables: appended ? compiled.observableCount : 0))
    specification = chosen.specification
    self.compiled = compiled
    path = arguments.textIfGiven("in")
    self.reader = reader
    engine = compiled.makeEngine()
    flagging = engine as? any FlaggingEngine
    batch = RecordedShots.emptyBatch(compiled)
  }

  private static func emptyBatch(_ compiled: any CompiledDecoder) -> SyndromeBatch {
    SyndromeBatch(
      shotCount: batchSize(width: compiled.detectorCount + compiled.observableCount),
      detectorCount: compiled.detectorCount, observableCount: compiled.observableCount)
  }

  /// Reads and decodes the shots, batch by batch.
  ///
  /// - Parameter body: Receives the shots of a batch and the predicted observables.
  /// - Throws: `CommandFailure` with the place of the fault, or what `body` throws.
  mutating func forEachBatch(
    _ body: (borrowing SyndromeBatch, borrowing BitMatrix) throws -> Void
  ) throws {
    let size = batch.shotCount
    var predictions = BitMatrix(rowCount: size, columnCount: compiled.observableCount)
    while true {
      let count: Int
      do {
        count = try reader.read(into: &batch, limit: size)
      } catch let error as CircuitError {
        throw CommandFailure(file: displayName(path), error.description)
      }
      if count == 0 { return }
      if count < size {
        predictions = BitMatrix(rowCount: count, columnCount: compiled.observableCount)
      }
      let start = ContinuousClock.now
      do {
        if let flagging {
          try flagging.decode(batch, into: &predictions, isDoubtful: &isDoubtful)
          for flag in isDoubtful where flag { doubtfulCount += 1 }
        } else {
          try engine.decode(batch, into: &predictions)
        }
      } catch {
        let place = error.shot.map { "shot \(shotCount + $0): " } ?? ""
        throw CommandFailure(file: displayName(path), place + error.message)
      }
      decodingTime += ContinuousClock.now - start
      shotCount += count
      try body(batch, predictions)
      if count < size { return }
    }
  }
}
