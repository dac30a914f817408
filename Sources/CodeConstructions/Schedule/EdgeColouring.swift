// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension ExtractionSchedule {
  /// Layers for some of the checks, as many as the largest number of gates at one qubit or ancilla.
  ///
  /// Edges are coloured one by one. Where no colour is free at both ends, the path that alternates
  /// between a colour free here and one free there is recoloured; in a bipartite graph it cannot
  /// come back (Kőnig's proof).
  ///
  /// - Complexity: O(edges · path length).
  static func colouredLayers(
    _ checks: [StabilizerCode.Check], chosen: [Int], qubitCount: Int
  ) -> [[Step]] {
    var degree = [Int](repeating: 0, count: qubitCount)
    var colours = 0
    for check in chosen {
      colours = max(colours, checks[check].factors.count)
      for factor in checks[check].factors {
        degree[factor.qubit] += 1
        colours = max(colours, degree[factor.qubit])
      }
    }
    // Vertices: qubits, then checks. The edge of each colour at each vertex, or nil.
    var edges: [(qubit: Int, check: Int, step: Step)] = []
    var at = [[Int?]](
      repeating: [Int?](repeating: nil, count: colours), count: qubitCount + checks.count)
    var colourOf: [Int] = []
    for check in chosen {
      for (index, factor) in checks[check].factors.enumerated() {
        let edge = edges.count
        let vertex = qubitCount + check
        edges.append((factor.qubit, vertex, Step(check: check, factor: index)))
        // Each vertex has fewer coloured edges than there are colours, so one is free.
        let here = at[vertex].firstIndex { $0 == nil } ?? 0
        let there = at[factor.qubit].firstIndex { $0 == nil } ?? 0
        if at[factor.qubit][here] != nil {
          var path: [Int] = []
          var place = factor.qubit
          var colour = here
          while let next = at[place][colour] {
            path.append(next)
            place = edges[next].qubit == place ? edges[next].check : edges[next].qubit
            colour = colour == here ? there : here
          }
          for other in path {
            at[edges[other].qubit][colourOf[other]] = nil
            at[edges[other].check][colourOf[other]] = nil
          }
          for other in path {
            colourOf[other] = colourOf[other] == here ? there : here
            at[edges[other].qubit][colourOf[other]] = other
            at[edges[other].check][colourOf[other]] = other
          }
        }
        colourOf.append(here)
        at[factor.qubit][here] = edge
        at[vertex][here] = edge
      }
    }
    var layers = [[Step]](repeating: [], count: colours)
    for (edge, colour) in zip(edges, colourOf) { layers[colour].append(edge.step) }
    return layers
  }
}
