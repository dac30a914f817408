// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension FusionNetwork {
  /// Stars on faces and edges.
  ///
  /// The state of a face has X⊗4 and pairs of Z, the state of an edge, turned, Z⊗4 and pairs of X. A cube's check takes
  /// X⊗4 of its six faces and XX on its twelve edges: the XX of 24 fusions. XX of face f and any of its edges is in the two
  /// cubes beside f; ZZ of edge e and any of its faces is at the two ends of e.
  mutating func makeStars() {
    let places = places
    // Qubit of the star of face (normal n, at v) towards its k-th edge, and of edge (along a, at v) towards its k-th face.
    func faceQubit(_ normal: Int, _ place: Place, _ k: Int) -> Int {
      (number(place) * 3 + normal) * 4 + k
    }
    let faceQubits = places.count * 12
    func edgeQubit(_ axis: Int, _ place: Place, _ k: Int) -> Int {
      faceQubits + (number(place) * 3 + axis) * 4 + k
    }
    for place in places {
      for normal in 0..<3 { add(state: (0..<4).map { faceQubit(normal, place, $0) }) }
    }
    for place in places {
      for axis in 0..<3 {
        add(state: (0..<4).map { edgeQubit(axis, place, $0) }, isTurned: true)
      }
    }
    for place in places {
      for normal in 0..<3 {
        let axes = FusionNetwork.others(normal)
        // The face's edges: along each of its axes, at its near and its far side.
        let edges = [
          (axes.0, place), (axes.0, place.moved(axes.1, 1, size)), (axes.1, place),
          (axes.1, place.moved(axes.0, 1, size)),
        ]
        let xx = primal(
          place.moved(normal, -1, size), place, place[normal] == 0 ? [normal] : [])
        for (k, (axis, edge)) in edges.enumerated() {
          // Around an edge there are two faces of each normal, before and behind it.
          let side = k & 1
          let kind = normal == FusionNetwork.others(axis).0 ? 0 : 1
          let zz = dual(edge, edge.moved(axis, 1, size), edge[axis] == 0 ? [axis] : [])
          add(
            fusion: faceQubit(normal, place, k), edgeQubit(axis, edge, 2 * kind + side), xx: xx,
            zz: zz)
        }
      }
    }
  }

  /// Rings around the corners of cubes: at every vertex one in the octant of all positive axes and one opposite.
  ///
  /// A ring visits in turn the three faces and three edges that meet there. The check of a cube is XX on its six faces and ZZ
  /// on the six edges that touch neither of the two rings inside it; the check of a vertex is the same with faces and edges
  /// exchanged. So each check has twelve outcomes, and the cubes form a face-centred cubic lattice.
  mutating func makeRings() {
    let places = places
    // The ring (octant o, at v): edge along a is its qubit 2a, and face between a and the next axis its qubit 2a + 1.
    func qubit(_ octant: Int, _ place: Place, _ k: Int) -> Int {
      (number(place) * 2 + octant) * 6 + k
    }
    for place in places {
      for octant in 0..<2 { add(state: (0..<6).map { qubit(octant, place, $0) }) }
    }
    for place in places {
      for axis in 0..<3 {
        addEdge(
          axis, place, qubit(0, place, 2 * axis), qubit(1, place.moved(axis, 1, size), 2 * axis))
      }
      for axis in 0..<3 {
        let next = (axis + 1) % 3
        let opposite = place.moved(axis, 1, size).moved(next, 1, size)
        addFace(
          axis, next, place, qubit(0, place, 2 * axis + 1), qubit(1, opposite, 2 * axis + 1))
      }
    }
  }

  /// The fusion on an edge of the 6-ring network: ZZ in two of the cubes around it, XX at its ends.
  private mutating func addEdge(_ axis: Int, _ place: Place, _ first: Int, _ second: Int) {
    let (b, c) = FusionNetwork.others(axis)
    let membranes = [b, c].filter { place[$0] == 0 }
    add(
      fusion: first, second,
      xx: dual(place, place.moved(axis, 1, size), place[axis] == 0 ? [axis] : []),
      zz: primal(place.moved(b, -1, size), place.moved(c, -1, size), membranes))
  }

  /// The fusion on a face of the 6-ring network: XX in the cubes beside it, ZZ at two of its vertices.
  private mutating func addFace(
    _ axis: Int, _ next: Int, _ place: Place, _ first: Int, _ second: Int
  ) {
    let normal = 3 - axis - next
    let membranes = [axis, next].filter { place[$0] == 0 }
    add(
      fusion: first, second,
      xx: primal(place.moved(normal, -1, size), place, place[normal] == 0 ? [normal] : []),
      zz: dual(place.moved(axis, 1, size), place.moved(next, 1, size), membranes))
  }
}
