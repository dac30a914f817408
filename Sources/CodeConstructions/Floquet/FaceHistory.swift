// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What the results so far tell of a face, turn by turn.
///
/// A whole hexagon commutes with every edge: two turns in a row of its two colours tell its value, which stays.
/// At a boundary the two outermost edges around a face are cut, both of one colour. Their Paulis do not commute with
/// the face, so that its value does not outlast them; but the product of the edges of the cut colour commutes
/// with those of the other colour, and the product of all with those of the face's own. So after the cut colour
/// the first of these is known, through turns of the other colour; followed by a turn of the face's colour, only the
/// product of all is, and that only if the other colour came just before; and when the other colour and the
/// cut colour follow, its value is compared. Source for the boundaries: Gidney, Newman, McEwen, Quantum 6,
/// 813 (2022).
struct FaceHistory: Hashable {
  /// What is known, with the results whose product it is, counted back from the last.
  enum Known: Hashable {
    case nothing
    /// The product of the edges of the cut colour.
    case cutColour([Int])
    /// The product of all edges.
    case whole([Int])
  }

  private(set) var known = Known.nothing
  private let colour: Int
  private let cutColour: Int?
  /// The edges around the face, by colour.
  private let edges: [[Int]]

  init(_ face: FloquetCode.Face, _ edges: [FloquetCode.Edge]) {
    colour = face.colour
    cutColour = face.cutColour
    self.edges = (0..<3).map { colour in face.edges.filter { edges[$0].colour == colour } }
  }

  /// Counts results that have come since.
  mutating func pass(_ count: Int) {
    switch known {
    case .nothing: break
    case .cutColour(let results): known = .cutColour(results.map { $0 + count })
    case .whole(let results): known = .whole(results.map { $0 + count })
    }
  }

  /// Takes a turn in.
  ///
  /// - Parameters:
  ///   - now: The colour that the turn has measured.
  ///   - before: That of the turn before.
  ///   - results: The last result of each edge.
  /// - Returns: Results whose product should be one, if the turn has told something known.
  mutating func turn(measuring now: Int, after before: Int, results: [Int]) -> [Int]? {
    guard let cutColour else { return turnOfHexagon(now, before, results) }
    let other = 3 - colour - cutColour
    func product(_ measured: Int) -> [Int] { edges[measured].map { results[$0] } }
    switch now {
    case cutColour:
      let old = known
      known = .cutColour(product(now))
      switch old {
      case .cutColour(let past): return FaceHistory.product(past, product(now))
      case .whole(let past) where before == other:
        return FaceHistory.product(past, product(now) + product(other))
      default: return nil
      }
    case colour:
      if case .cutColour(let past) = known {
        known =
          before == other ? .whole(FaceHistory.product(past, product(other))) : .nothing
      }
      return nil
    default: return nil
    }
  }

  private mutating func turnOfHexagon(_ now: Int, _ before: Int, _ results: [Int]) -> [Int]? {
    guard now != colour, before != colour, now != before else { return nil }
    let value = (edges[now] + edges[before]).map { results[$0] }
    defer { known = .whole(value.sorted()) }
    guard case .whole(let past) = known else { return nil }
    return FaceHistory.product(past, value)
  }

  /// The results of two products, those in both left out.
  private static func product(_ first: [Int], _ second: [Int]) -> [Int] {
    Set(first).symmetricDifference(second).sorted()
  }
}
