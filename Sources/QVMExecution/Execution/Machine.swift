// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import QVM

/// All that a program's run has come to: quantum state, events and clocks.
struct Machine: Sendable {
  var register: QuantumRegister
  /// The value of each event; −1 where it was not produced.
  var events: [Int8]
  /// The results of the node at work.
  var bits: UInt8 = 0
  /// Until when each qubit has been dealt with, in cycles.
  var clocks: [Int]
  /// When each qubit was allocated, in cycles.
  var births: [Int]
  /// When the epoch began, in cycles.
  var epochStart = 0
  /// The number of fences passed.
  var epoch = 0
  /// When the last qubit is done, in cycles.
  var now = 0
  /// When the operation at work starts, in cycles.
  var start = 0
  /// When the operation at work ends, in cycles.
  var end = 0
  /// When each event was known, in cycles: at the end of what produced it, or of what told that nothing would.
  var eventTimes: [Int]
  /// When all is known that the node at work waits for, in cycles.
  var earliestStart = 0
  /// The physical qubits in use.
  var physicalQubits = 0
  /// The logical qubits in use.
  var logicalQubits = 0

  init(_ plan: ExecutionPlan, vectorLimit: Int, workers: Int) {
    let count = plan.program.qubits.count
    register = QuantumRegister(qubitCount: count, vectorLimit: vectorLimit, workers: workers)
    events = [Int8](repeating: -1, count: plan.program.events.count)
    eventTimes = [Int](repeating: 0, count: plan.program.events.count)
    clocks = [Int](repeating: 0, count: count)
    births = clocks
  }

  /// Until when a qubit is busy.
  func clock(_ qubit: Int) -> Int { max(clocks[qubit], epochStart) }

  /// When all events that a guard reads are known, in cycles.
  func knownTime(_ condition: Guard) -> Int {
    switch condition {
    case .equals(let event, _): eventTimes[event]
    case .all(let conditions), .any(let conditions):
      conditions.reduce(0) { max($0, knownTime($1)) }
    }
  }

  func bit(_ index: Int) -> Bool { bits >> UInt8(index) & 1 == 1 }

  mutating func setBit(_ index: Int, _ value: Bool) {
    bits = bits & ~(1 << UInt8(index)) | (value ? 1 : 0) << UInt8(index)
  }

  /// The parity of some events, those not produced counting as 0.
  func parity(_ inputs: [Int]) -> Bool {
    inputs.reduce(false) { $0 != (max(events[$1], 0) & 1 == 1) }
  }
}

extension Guard {
  /// Whether the guard holds; −1 stands for an event that was not produced.
  func holds(in events: [Int8]) -> Bool {
    switch self {
    case .equals(let event, let value): Int(events[event]) == value
    case .all(let conditions): conditions.allSatisfy { $0.holds(in: events) }
    case .any(let conditions): conditions.contains { $0.holds(in: events) }
    }
  }
}

/// One shot on its way.
struct Shot: Sendable {
  /// The number of the shot.
  var index: Int
  /// The chance of the shot, which no other shot shares.
  var stream: RandomStream

  /// How often the shot has drawn new chance.
  var attempt: Int

  init(index: Int, seed: UInt64, attempt: Int = 0) {
    // Attempts are told apart in bits that no number of shots reaches.
    let number = UInt64(index) | UInt64(truncatingIfNeeded: attempt) << 40
    self.init(index: index, stream: RandomStream(seed: seed, stream: number), attempt: attempt)
  }

  init(index: Int, stream: RandomStream, attempt: Int) {
    self.index = index
    self.stream = stream
    self.attempt = attempt
  }

  /// The shot with new chance.
  func renewed(seed: UInt64) -> Shot { Shot(index: index, seed: seed, attempt: attempt + 1) }
}

/// What a shot draws among a few possibilities.
struct Choice {
  private let probabilities: [Double]
  private let last: Int

  init(_ probabilities: [Double]) {
    self.probabilities = probabilities
    last = probabilities.lastIndex { $0 > 0 } ?? 0
  }

  /// Draws one number, unless one possibility is certain.
  @inline(__always)
  func draw(_ stream: inout RandomStream) -> Int {
    if probabilities[last] == 1 { return last }
    var rest = stream.nextUnit()
    for candidate in 0..<last {
      if rest < probabilities[candidate] { return candidate }
      rest -= probabilities[candidate]
    }
    return last
  }
}

/// One history of events and its probability.
struct Branch: Sendable, Hashable {
  var events: [Int8]
  var weight: Double
}

/// What shares a state: shots that have gone the same way, or histories that have led to the same state.
enum Ensemble: Sendable {
  case shots([Shot])
  case branches([Branch])

  /// The number of shots, or the probability.
  var weight: Double {
    switch self {
    case .shots(let shots): Double(shots.count)
    case .branches(let branches): branches.reduce(0) { $0 + $1.weight }
    }
  }

  /// Parts the members among choices.
  ///
  /// - Parameter probabilities: The probability of each choice; they add up to 1.
  /// - Returns: The choices that are taken, each with its members. Each shot draws one number, unless
  ///   one choice is certain.
  mutating func parted(by probabilities: [Double]) -> [(choice: Int, members: Ensemble)] {
    let possible = probabilities.indices.filter { probabilities[$0] > 0 }
    if possible.count == 1 { return [(possible[0], self)] }
    let chance = Choice(probabilities)
    switch self {
    case .branches(let branches):
      return possible.map { choice in
        let weighted = branches.map {
          Branch(events: $0.events, weight: $0.weight * probabilities[choice])
        }
        return (choice, .branches(weighted))
      }
    case .shots(var shots):
      self = .shots([])
      var parts = [[Shot]](repeating: [], count: probabilities.count)
      for index in shots.indices {
        let choice = chance.draw(&shots[index].stream)
        parts[choice].append(shots[index])
      }
      return parts.indices.filter { !parts[$0].isEmpty }.map { ($0, .shots(parts[$0])) }
    }
  }
}

/// Members that share a state, and where they stand.
struct Group: Sendable {
  var machine: Machine
  /// The next step.
  var position = 0
  var ensemble: Ensemble

  /// Sets an event, for all members.
  mutating func setEvent(_ event: Int, _ value: Int8) {
    machine.events[event] = value
    if case .branches(var branches) = ensemble {
      ensemble = .branches([])
      for index in branches.indices { branches[index].events[event] = value }
      ensemble = .branches(branches)
    }
  }
}
