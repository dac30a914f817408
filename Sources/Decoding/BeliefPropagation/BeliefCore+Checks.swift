// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

// Iterations that go check by check: the parallel schedule, which adds to sums that count in the next
// iteration, and the layered one, which renews beliefs at once.
extension BeliefCore {
  /// What a column says to a check: its belief without what the check said.
  @inline(__always)
  private func question(_ column: Int, _ edge: Int, _ isFresh: Bool) -> Lanes {
    let value = beliefs[column] - answers[edge]
    return isFresh ? choose(value, firstQuestion(column), fresh) : value
  }

  /// What a column says before it has heard anything: its prior, or its belief if others have been heard.
  @inline(__always)
  private func firstQuestion(_ column: Int) -> Lanes {
    settings.schedule == .layered ? beliefs[column] : priors[column]
  }

  /// Stores a new answer, damped.
  @inline(__always)
  private mutating func store(
    _ answer: Lanes, _ edge: Int, _ column: Int, _ question: Lanes, _ isFresh: Bool,
    isLayered: Bool, keep: Float
  ) {
    var answer = answer
    if keep > 0 {
      let old = answers[edge]
      let damped = answer + (old - answer) * keep
      answer = isFresh ? choose(damped, answer, fresh) : damped
    }
    answers[edge] = answer
    if isLayered {
      beliefs[column] = question + answer
    } else {
      sums[column] += answer
    }
  }

  @inline(__always)
  mutating func minSumChecks(isLayered: Bool) {
    let columnsList = graph.edgeColumns
    let columns = columnsList.span
    let startsList = graph.checkStarts
    let starts = startsList.span
    let isFresh = fresh != .zero
    let keep = Float(settings.damping)
    let limit = Lanes(repeating: BeliefCore.largestMessage)
    var start = Int(starts[0])
    for check in 0..<graph.detectorCount {
      let end = Int(starts[check + 1])
      var sign = bits(syndromes[check])
      var least = limit
      var second = limit
      for edge in start..<end {
        let value = question(Int(columns[edge]), edge, isFresh)
        scratch[edge &- start] = value
        let size = magnitude(value)
        sign ^= bits(value)
        second = lesser(second, greater(least, size))
        least = lesser(least, size)
      }
      let small = least * scale
      let large = second * scale
      for edge in start..<end {
        let value = scratch[edge &- start]
        let size = small.replacing(with: large, where: magnitude(value) .<= least)
        let answer = lanes(bits(size) | (sign ^ bits(value)) & signBits)
        store(
          answer, edge, Int(columns[edge]), value, isFresh, isLayered: isLayered, keep: keep)
      }
      start = end
    }
  }

  /// Renews the answers of all checks by the exact rule.
  ///
  /// With u = e^−|m|, the rule is u₁₂ = (u₁ + u₂) / (1 + u₁u₂): sums of positive numbers, so nothing cancels however
  /// certain messages are. Fractions a/b put off the division; each factor at most doubles b, which is
  /// brought back to 1 every 32 factors.
  @inline(__always)
  mutating func productSumChecks(isLayered: Bool) {
    let columnsList = graph.edgeColumns
    let columns = columnsList.span
    let startsList = graph.checkStarts
    let starts = startsList.span
    let isFresh = fresh != .zero
    let keep = Float(settings.damping)
    var start = Int(starts[0])
    for check in 0..<graph.detectorCount {
      let end = Int(starts[check + 1])
      var sign = bits(syndromes[check])
      var fraction = Fraction()
      for edge in start..<end {
        let place = 4 &* (edge &- start)
        let value = question(Int(columns[edge]), edge, isFresh)
        let u = Fraction.element(value)
        scratch[place] = value
        scratch[place &+ 1] = u
        scratch[place &+ 2] = fraction.a
        scratch[place &+ 3] = fraction.b
        sign ^= bits(value)
        fraction.add(u, count: edge &- start)
      }
      fraction = Fraction()
      for edge in (start..<end).reversed() {
        let place = 4 &* (edge &- start)
        let before = Fraction(a: scratch[place &+ 2], b: scratch[place &+ 3])
        let size = before.joined(with: fraction).message
        fraction.add(scratch[place &+ 1], count: end &- edge)
        let value = scratch[place]
        let answer = lanes(bits(size) | (sign ^ bits(value)) & signBits)
        store(
          answer, edge, Int(columns[edge]), value, isFresh, isLayered: isLayered, keep: keep)
      }
      start = end
    }
  }
}

/// u = e^−|m| of the parity of several columns, as a/b; at first that of no column, certainly even.
struct Fraction {
  var a = Lanes(repeating: 0)
  var b = Lanes(repeating: 1)

  /// u of one message.
  @inline(__always)
  static func element(_ message: Lanes) -> Lanes {
    exponential(
      ofMinus: lesser(magnitude(message), Lanes(repeating: BeliefCore.largestExact)))
  }

  /// Takes in a column; `count` is how many were taken in before.
  @inline(__always)
  mutating func add(_ u: Lanes, count: Int) {
    let sum = a + u * b
    b = b + u * a
    a = sum
    if count & 31 == 31 {
      a = a / b
      b = Lanes(repeating: 1)
    }
  }

  /// The parity of two disjoint sets of columns.
  @inline(__always)
  func joined(with other: Fraction) -> Fraction {
    Fraction(a: a * other.b + b * other.a, b: b * other.b + a * other.a)
  }

  /// |m| = −ln(a/b).
  @inline(__always)
  var message: Lanes {
    logarithm(b / greater(a, b * 1e-30))
  }
}
