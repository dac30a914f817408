// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import StrictJSON

/// The peers' decoders, in a Python interpreter that has them.
public final class DecoderPeers {
  private let process: PeerProcess
  /// The decoders whose packages the interpreter has.
  public let names: [String]

  /// Starts an interpreter and asks what it has.
  ///
  /// - Parameter python: The program.
  /// - Throws: `SamplingError` with code `peer` if it cannot be started.
  public init(python: String) throws(SamplingError) {
    process = try PeerProcess(python: python, script: decoderPeerScript)
    let answer = try process.ask(["do": "list"])
    names = answer["names"]?.arrayValue?.compactMap(\.stringValue) ?? []
  }

  /// Decodes the shots of a comparison by a peer.
  ///
  /// - Parameters:
  ///   - name: One of `names`.
  ///   - comparison: The shots.
  /// - Returns: The peer's trial, or why it has none.
  public func outcome(of name: String, on comparison: DecoderComparison) -> DecoderOutcome {
    do throws(SamplingError) {
      return DecoderOutcome(
        decoder: name, result: .success(try trial(of: name, on: comparison)))
    } catch {
      return DecoderOutcome(decoder: name, result: .failure(error))
    }
  }

  private func trial(
    of name: String, on comparison: DecoderComparison
  ) throws(SamplingError) -> DecoderTrial {
    let prepared = try process.ask([
      "do": "prepare", "name": .string(name), "model": .string(comparison.model.description),
    ])
    var (shots, mistakes, seconds) = (0, 0, 0.0)
    for batch in comparison.batches where seconds < comparison.secondsPerDecoder {
      let answer = try process.ask([
        "do": "decode", "shots": .string(hexadecimal(batch.rows())),
        "count": .integer(Int64(batch.shotCount)),
      ])
      guard let text = answer["predictions"]?.stringValue, let time = answer["seconds"]?.doubleValue
      else { throw SamplingError(.peer, "\(name) answered without predictions.") }
      let predictions = try matrix(text, like: batch.observables)
      mistakes += predictions.countOfRowsDiffering(from: batch.observables)
      shots += batch.shotCount
      seconds += time
    }
    return DecoderTrial(
      decoder: prepared["title"]?.stringValue ?? name, isPeer: true,
      mistakes: BinomialEstimate(hits: mistakes, shots: shots), doubtful: nil, seconds: seconds,
      preparation: prepared["seconds"]?.doubleValue ?? 0)
  }

  /// Rows of b8, as hexadecimal digits.
  private func hexadecimal(_ rows: BitMatrix) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    let byteCount = (rows.columnCount + 7) / 8
    text.reserveCapacity(2 * byteCount * rows.rowCount)
    for row in 0..<rows.rowCount {
      for index in 0..<byteCount {
        let word = rows.words[row * rows.wordsPerRow + index >> 3]
        let byte = UInt8(truncatingIfNeeded: word >> UInt64(8 * (index & 7)))
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func matrix(
    _ text: String, like shape: BitMatrix
  ) throws(SamplingError) -> BitMatrix {
    let byteCount = (shape.columnCount + 7) / 8
    let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count == 2 * byteCount * shape.rowCount else {
      throw SamplingError(.peer, "The peer's predictions do not have the shape of the shots.")
    }
    var rows = BitMatrix(rowCount: shape.rowCount, columnCount: shape.columnCount)
    for row in 0..<shape.rowCount {
      for index in 0..<byteCount {
        let place = 2 * (row * byteCount + index)
        let byte = UInt64(digits[place] << 4 | digits[place + 1])
        rows.words[row * rows.wordsPerRow + index >> 3] |= byte << UInt64(8 * (index & 7))
      }
    }
    return rows
  }
}
