// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

// Iterations that go column by column: the serial schedule. A column hears every check as it stands now, then says
// to each what it believes without that check.
extension BeliefCore {
  /// The answer of a check as the column hears it, damped.
  @inline(__always)
  private mutating func heard(_ answer: Lanes, _ edge: Int, _ isFresh: Bool, keep: Float) -> Lanes {
    guard keep > 0 else { return answer }
    let damped = answer + (answers[edge] - answer) * keep
    let result = isFresh ? choose(damped, answer, fresh) : damped
    answers[edge] = result
    return result
  }

  mutating func minSumColumns() {
    let startsList = graph.checkStarts
    let starts = startsList.span
    let columnStartsList = graph.columnStarts
    let columnStarts = columnStartsList.span
    let edgesList = graph.columnEdges
    let edges = edgesList.span
    let checksList = graph.columnChecks
    let checks = checksList.span
    let isFresh = fresh != .zero
    let keep = Float(settings.damping)
    let limit = Lanes(repeating: BeliefCore.largestMessage)
    var start = Int(columnStarts[0])
    for column in 0..<graph.columnCount {
      let end = Int(columnStarts[column + 1])
      var sum = priors[column]
      if strengths.rowCount > 0 { sum += strengths[column] * (beliefs[column] - sum) }
      for place in start..<end {
        let edge = Int(edges[place])
        let check = Int(checks[place])
        var sign = bits(syndromes[check])
        var least = limit
        for other in Int(starts[check])..<edge {
          let value = questions[other]
          sign ^= bits(value)
          least = lesser(least, magnitude(value))
        }
        for other in (edge &+ 1)..<Int(starts[check &+ 1]) {
          let value = questions[other]
          sign ^= bits(value)
          least = lesser(least, magnitude(value))
        }
        let answer = heard(
          lanes(bits(least * scale) | sign & signBits), edge, isFresh, keep: keep)
        scratch[place &- start] = answer
        sum += answer
      }
      beliefs[column] = sum
      for place in start..<end { questions[Int(edges[place])] = sum - scratch[place &- start] }
      start = end
    }
  }

  mutating func productSumColumns() {
    let startsList = graph.checkStarts
    let starts = startsList.span
    let columnStartsList = graph.columnStarts
    let columnStarts = columnStartsList.span
    let edgesList = graph.columnEdges
    let edges = edgesList.span
    let checksList = graph.columnChecks
    let checks = checksList.span
    let isFresh = fresh != .zero
    let keep = Float(settings.damping)
    var start = Int(columnStarts[0])
    for column in 0..<graph.columnCount {
      let end = Int(columnStarts[column + 1])
      var sum = priors[column]
      if strengths.rowCount > 0 { sum += strengths[column] * (beliefs[column] - sum) }
      for place in start..<end {
        let edge = Int(edges[place])
        let check = Int(checks[place])
        let first = Int(starts[check])
        var sign = bits(syndromes[check])
        var fraction = Fraction()
        for other in first..<edge {
          let value = questions[other]
          sign ^= bits(value)
          fraction.add(magnitude(value), count: other &- first)
        }
        for other in (edge &+ 1)..<Int(starts[check &+ 1]) {
          let value = questions[other]
          sign ^= bits(value)
          fraction.add(magnitude(value), count: other &- first)
        }
        let answer = heard(
          lanes(bits(fraction.message) | sign & signBits), edge, isFresh, keep: keep)
        scratch[place &- start] = answer
        sum += answer
      }
      beliefs[column] = sum
      for place in start..<end {
        let value = sum - scratch[place &- start]
        questions[Int(edges[place])] = lanes(
          bits(Fraction.element(value)) | bits(value) & signBits)
      }
      start = end
    }
  }
}
