// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import PauliAlgebra
import StabilizerSimulation
import Testing
import _TestSupport

@Suite struct StabilizerStateTests {
  static let singles: [Gate] = [.h, .s, .sDag, .x, .y, .z, .sqrtX, .cXYZ]
  static let pairs: [Gate] = [.cx, .cz, .swap, .iSwap]

  /// A random state, made by gates on places chosen among `places`.
  static func random(
    _ state: inout StabilizerState, _ places: [Int], gates: Int, _ stream: inout RandomStream
  ) {
    for _ in 0..<gates {
      let first = places.randomElement(using: &stream) ?? 0
      let second = places.randomElement(using: &stream) ?? 0
      if Bool.random(using: &stream), first != second {
        state.apply(pairs.randomElement(using: &stream) ?? .cx, to: first, second)
      } else {
        state.apply(singles.randomElement(using: &stream) ?? .h, to: first)
      }
    }
  }

  @Test(.tags(.law), arguments: 0..<20 as Range<UInt64>)
  func amplitudesAreStabilized(seed: UInt64) {
    var stream = RandomStream(seed: seed, stream: 1)
    let count = 5
    var state = StabilizerState(qubitCount: count)
    Self.random(&state, Array(0..<count), gates: 60, &stream)
    let amplitudes = state.amplitudes(of: Array(0..<count))
    var powers = [Int?](repeating: nil, count: 1 << count)
    amplitudes.forEach { powers[Int($0)] = $1 }
    #expect(powers.count { $0 != nil } == 1 << amplitudes.rank)
    for generator in state.canonicalStabilizers {
      let (x, z) = (generator.xWords[0], generator.zWords[0])
      let phase = Int(generator.phase) + (x & z).nonzeroBitCount
      for (index, power) in powers.enumerated() {
        guard let power else { continue }
        let basis = UInt64(index)
        let image = (power + phase + 2 * (basis & z).nonzeroBitCount) & 3
        #expect(powers[Int(basis ^ x)] == image)
      }
    }
  }

  @Test(.tags(.law), arguments: 0..<20 as Range<UInt64>)
  func freedPlacesTakeOtherStates(seed: UInt64) {
    var stream = RandomStream(seed: seed, stream: 2)
    let count = 70
    let places = Array(0..<count)
    var state = StabilizerState(qubitCount: count)
    Self.random(&state, places, gates: 400, &stream)
    // The same state by the other way: leave the measured qubits where they are.
    var reference = state
    let measured = (0..<12).map { $0 * 5 + 3 }
    for place in measured {
      let choice = Bool.random(using: &stream)
      let result = state.measure(.z, at: place, choosing: choice)
      let expected = reference.measure(.z, at: place, choosing: choice)
      #expect(expected == result)
      if result { reference.apply(Pauli.x, to: place) }
      state.free(place)
    }
    #expect(state.canonicalStabilizers == reference.canonicalStabilizers)
    var other = StabilizerState(qubitCount: measured.count)
    var twin = stream
    Self.random(&other, Array(0..<measured.count), gates: 100, &stream)
    state.insert(other, at: measured)
    Self.random(&reference, measured, gates: 100, &twin)
    #expect(state.canonicalStabilizers == reference.canonicalStabilizers)
    state.grow(to: 130)
    reference.grow(to: 130)
    var last = stream
    Self.random(&state, Array(0..<130), gates: 200, &stream)
    Self.random(&reference, Array(0..<130), gates: 200, &last)
    #expect(state.canonicalStabilizers == reference.canonicalStabilizers)
  }

  @Test(.tags(.law))
  func packedRowsRestoreAndBadOnesAreRefused() {
    var stream = RandomStream(seed: 5)
    var state = StabilizerState(qubitCount: 9)
    Self.random(&state, Array(0..<9), gates: 80, &stream)
    let (words, phases) = state.packedRows
    #expect(StabilizerState(placeCount: 9, words: words, phases: phases) == state)
    var broken = words
    broken[4] ^= 2
    #expect(StabilizerState(placeCount: 9, words: broken, phases: phases) == nil)
    #expect(StabilizerState(placeCount: 8, words: words, phases: phases) == nil)
    #expect(StabilizerState(placeCount: 9, words: words, phases: [1] + phases.dropFirst()) == nil)
  }

  @Test(.tags(.law))
  func copiesDoNotShareSigns() {
    var states = [StabilizerState(qubitCount: 1)]
    states[0].apply(.h, to: 0)
    states.append(states[0])
    for _ in 0..<2 {
      for index in states.indices { states[index].apply(.sDag, to: 0) }
    }
    // S† twice is Z, which takes |+⟩ to |−⟩.
    for state in states { #expect(state.result(of: .x, at: 0) == true) }
  }

  @Test(.tags(.law))
  func resultsAreThoseOfTheStabilizers() {
    var state = StabilizerState(qubitCount: 2)
    state.apply(.h, to: 0)
    state.apply(.cx, to: 0, 1)
    #expect(state.result(of: .z, at: 0) == nil)
    let result = state.measure(.x, at: 0, choosing: true)
    #expect(result)
    #expect(state.result(of: .x, at: 1) == true)
  }
}
