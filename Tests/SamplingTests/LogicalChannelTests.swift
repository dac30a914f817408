// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import Foundation
import NoiseModels
import PauliAlgebra
import Sampling
import Testing
import _TestSupport

@Suite("Encoded channels, exactly")
struct LogicalChannelTests {
  private func channel(_ code: String, _ channel: KrausChannel) throws -> LogicalChannel {
    try LogicalChannel(of: StabilizerCode.named(code), under: channel)
  }

  private func distance(_ first: TransferMatrix, _ second: TransferMatrix) -> Double {
    zip(first.entries, second.entries).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test("Three bits turned about X: the encoded flip and the encoded turn", .tags(.exact))
  func repetition() throws {
    let theta = 0.3
    let (s, c) = (sin(theta / 2), cos(theta / 2))
    let encoded = try channel("repetition:d=3", OverRotation(mean: theta).channel(about: .x))
    // No defect leaves c³ + (−is)³X, each of three places after its correction −isc² + (−is)²cX.
    let flip = 3 * pow(s, 4) * c * c + pow(s, 6)
    #expect(abs(encoded.exact[2, 2] - (1 - 2 * flip)) < 1e-14)
    #expect(abs(abs(encoded.exact[2, 3]) - 4 * pow(s * c, 3)) < 1e-14)
    #expect(abs(encoded.exact.rotation - 4 * pow(s * c, 3)) < 1e-14)
    #expect(abs(encoded.twirled.x - flip) < 1e-14 && encoded.twirled.z == 0)
    // Rounds multiply 1 − 2·flip + i·turn: turns add up, which their twirl forgets.
    let rounds = encoded.exact.repeated(10)
    let (size, angle) = (
      hypot(1 - 2 * flip, 4 * pow(s * c, 3)), atan2(4 * pow(s * c, 3), 1 - 2 * flip)
    )
    #expect(abs(rounds[2, 2] - pow(size, 10) * cos(10 * angle)) < 1e-13)
    #expect(rounds.infidelity > 1.2 * TransferMatrix(encoded.twirled).repeated(10).infidelity)
  }

  @Test("Pauli noise is its own twirl: both ways of computing agree", .tags(.law))
  func pauli() throws {
    for name in ["repetition:d=4", "five-qubit", "steane"] {
      let rates = PauliRates(x: 0.03, y: 0.01, z: 0.06)
      let encoded = try channel(name, .pauli(rates))
      #expect(distance(encoded.exact, TransferMatrix(encoded.twirled)) < 1e-13)
    }
    // [[5,1,3]] fails by two errors or more: 1 − (1−p)⁵ − 5p(1−p)⁴ less what degeneracy saves, which is of second order.
    let p = 1e-3
    let five = try channel("five-qubit", .pauli(PauliRates(depolarizing: p))).twirled
    #expect(five.total < 10 * p * p && five.total > 9 * p * p)
    #expect(abs(five.x - five.z) < 1e-12 && abs(five.x - five.y) < 1e-12)
  }

  @Test("[[5,1,3]] under damping and turns, against density matrices", .tags(.law))
  func densityMatrices() throws {
    let noise = try Decoherence(t1: 3, t2: 2).channel(over: 0.4)
      .followed(by: OverRotation(mean: 0.3, deviation: 0.1).channel(about: .y))
    let code = try StabilizerCode.named("five-qubit")
    let simulation = try DensityCode(code)
    let expected = simulation.encoded(noise)
    let encoded = try LogicalChannel(of: code, under: noise)
    #expect(distance(encoded.exact, expected) < 1e-12)
    // What no Pauli channel has: a turn, and a shift towards |0…0⟩.
    #expect(encoded.exact.rotation > 1e-4)
    #expect(distance(encoded.exact, TransferMatrix(encoded.twirled)) > 1e-4)
  }

  @Test("A bare qubit's transfer matrix is that of its Kraus operators", .tags(.exact))
  func bare() throws {
    let damped = KrausChannel.amplitudeDamping(0.36).transferMatrix
    #expect(
      distance(damped, TransferMatrix([1, 0, 0, 0, 0, 0.8, 0, 0, 0, 0, 0.8, 0, 0.36, 0, 0, 0.64]))
        < 1e-15)
    #expect(abs(damped.shift - 0.36) < 1e-15 && damped.rotation < 1e-15)
    let turn = try OverRotation(mean: 0.2).channel(about: .y)
    #expect(abs(turn.transferMatrix.rotation - sin(0.2)) < 1e-15)
    #expect(abs(turn.transferMatrix.twirl.y - pow(sin(0.1), 2)) < 1e-15)
    // Average infidelity of a turn: ⅔ sin²(θ/2).
    #expect(abs(turn.transferMatrix.infidelity - 2.0 / 3 * pow(sin(0.1), 2)) < 1e-15)
    let both = KrausChannel.amplitudeDamping(0.36).followed(by: turn)
    #expect(distance(both.transferMatrix, damped.followed(by: turn.transferMatrix)) < 1e-15)
    #expect(distance(damped.repeated(3), damped.followed(by: damped).followed(by: damped)) < 1e-15)
    #expect(damped.repeated(0) == .identity)
  }

  @Test("Codes that are too large or encode more are refused", .tags(.exact))
  func refusals() throws {
    let noise = KrausChannel.amplitudeDamping(0.1)
    for (name, part) in [("surface:d=5", "has 25 qubits"), ("toric:d=2", "encodes 2 qubits")] {
      let error = #expect(throws: SamplingError.self) { try channel(name, noise) }
      #expect(error?.message.contains(part) == true)
    }
  }
}

/// A code of few qubits by matrices of 2ⁿ × 2ⁿ.
private struct DensityCode {
  private let count: Int
  private let checks: [SquareMatrix]
  private let logicals: [SquareMatrix]

  init(_ code: StabilizerCode) throws {
    count = code.qubitCount
    func matrix(_ factors: [StabilizerCode.Factor]) -> SquareMatrix {
      DensityCode.matrix(
        Dictionary(uniqueKeysWithValues: factors.map { ($0.qubit, $0.pauli) }),
        count: code.qubitCount)
    }
    checks = code.checks.map { matrix($0.factors) }
    let (x, z) = (matrix(code.logicals[0].x), matrix(code.logicals[0].z))
    logicals = [.identity(1 << count), x, (x * z).scaled(real: 0, imaginary: 1), z]
  }

  /// A product of Paulis; qubit 0 is the lowest bit.
  private static func matrix(_ paulis: [Int: Pauli], count: Int) -> SquareMatrix {
    var result = SquareMatrix.zero(1 << count)
    var flips = 0
    for (qubit, pauli) in paulis where pauli.hasX { flips |= 1 << qubit }
    for column in 0..<(1 << count) {
      // Powers of i: Z gives −1 on |1⟩; Y is i on |0⟩ and −i on |1⟩.
      var phase = 0
      for (qubit, pauli) in paulis where pauli.hasZ {
        let isOne = column >> qubit & 1 == 1
        phase += pauli.hasX ? (isOne ? 3 : 1) : (isOne ? 2 : 0)
      }
      result[column ^ flips, column] = [(1, 0), (0, 1), (-1, 0), (0, -1)][phase % 4]
    }
    return result
  }

  /// tr(AB), real part.
  private func overlap(_ first: SquareMatrix, _ second: SquareMatrix) -> Double {
    var sum = 0.0
    for row in 0..<first.size {
      for column in 0..<first.size {
        let (a, b) = (first[row, column], second[column, row])
        sum += a.real * b.real - a.imaginary * b.imaginary
      }
    }
    return sum
  }

  /// The encoded channel, each syndrome's correction being the likeliest of all Paulis' classes under the twirl.
  func encoded(_ noise: KrausChannel) -> TransferMatrix {
    let size = 1 << count
    let syndromes = 0..<(1 << checks.count)
    let projectors = syndromes.map { syndrome in
      checks.enumerated().reduce(SquareMatrix.identity(size)) { product, check in
        let sign = syndrome >> check.offset & 1 == 1 ? -0.5 : 0.5
        return product * (.identity(size).scaled(by: 0.5) + check.element.scaled(by: sign))
      }
    }
    let corrections = likeliest(noise.twirl)
    var entries = [Double](repeating: 0, count: 16)
    for column in 0..<4 {
      var state = (logicals[column] * projectors[0]).scaled(by: 0.5)
      for qubit in 0..<count { state = noise.applied(to: state, qubit: qubit) }
      for syndrome in syndromes {
        guard let correction = corrections[syndrome] else { continue }
        let seen = projectors[syndrome] * state * projectors[syndrome]
        let mended = correction * seen * correction
        for row in 0..<4 { entries[4 * row + column] += overlap(logicals[row], mended) }
      }
    }
    return TransferMatrix(entries)
  }

  /// For each syndrome, an error of the likeliest class.
  private func likeliest(_ noise: PauliRates) -> [Int: SquareMatrix] {
    let weights = [1 - noise.total, noise.x, noise.y, noise.z]
    let paulis: [Pauli] = [.i, .x, .y, .z]
    var odds: [[Int]: (probability: Double, error: SquareMatrix)] = [:]
    for index in 0..<(1 << (2 * count)) {
      let digits = (0..<count).map { index >> (2 * $0) & 3 }
      let factors = Dictionary(
        uniqueKeysWithValues: digits.enumerated().filter { $0.element > 0 }
          .map { ($0.offset, paulis[$0.element]) })
      let error = DensityCode.matrix(factors, count: count)
      func flips(_ other: SquareMatrix) -> Int {
        // Of Paulis, one row decides whether they commute.
        let (first, second) = (leading(error, other), leading(other, error))
        return abs(first.0 - second.0) + abs(first.1 - second.1) < 1e-9 ? 0 : 1
      }
      let syndrome = checks.enumerated().reduce(0) { $0 | flips($1.element) << $1.offset }
      let key = [syndrome, flips(logicals[1]), flips(logicals[3])]
      let probability = digits.reduce(1) { $0 * weights[$1] }
      odds[key] = (probability + (odds[key]?.probability ?? 0), odds[key]?.error ?? error)
    }
    var best: [Int: (probability: Double, error: SquareMatrix)] = [:]
    for (key, entry) in odds where entry.probability > best[key[0]]?.probability ?? -1 {
      best[key[0]] = entry
    }
    return best.mapValues(\.error)
  }

  /// The one entry of row 0 of a product of two Paulis.
  private func leading(_ first: SquareMatrix, _ second: SquareMatrix) -> (Double, Double) {
    for middle in 0..<first.size where first[0, middle] != (0, 0) {
      for column in 0..<first.size where second[middle, column] != (0, 0) {
        let (a, b) = (first[0, middle], second[middle, column])
        return (
          a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real
        )
      }
    }
    return (0, 0)
  }
}
