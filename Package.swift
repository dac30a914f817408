// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PackageDescription

/// The layers, lowest first.
///
/// A module may import modules of lower layers and nothing else.
let layers: [[Module]] = [
  [
    .system("CCairo", pkgConfig: "cairo", package: "libcairo2-dev"),
    .system("CCrypto", pkgConfig: "libcrypto", package: "libssl-dev"),
    .c("COpenBLAS"),
    .c("CProcessorCheck"),
    .c("CQuantaCore"),
    .c("CStateVectorKernels"),
    .system("CZstd", pkgConfig: "libzstd", package: "libzstd-dev"),
  ],
  [
    Module("ComputePrimitives", features: ["Lifetimes"]),
    Module("StrictJSON"),
  ],
  [
    Module("CommandLineKit", ["ComputePrimitives"]),
    Module("PauliAlgebra", ["ComputePrimitives"]),
    Module("LinearAlgebra", ["ComputePrimitives", "COpenBLAS"]),
  ],
  [
    Module("CircuitModel", ["PauliAlgebra", "ComputePrimitives"]),
    Module("PulseDynamics"),
  ],
  [
    Module("CodeConstructions", ["CircuitModel", "PauliAlgebra", "ComputePrimitives"]),
    Module(
      "NoiseModels",
      ["PulseDynamics", "CircuitModel", "PauliAlgebra", "ComputePrimitives", "StrictJSON"],
      tests: ["CodeConstructions", "StabilizerSimulation"],
      resources: ["Profiles/photonic.json", "Profiles/photonic-near-term.json"]),
    Module("BosonicSimulation", ["LinearAlgebra", "ComputePrimitives"]),
    Module("StabilizerSimulation", ["CircuitModel", "PauliAlgebra", "ComputePrimitives"]),
    Module("StateVectorSimulation", ["ComputePrimitives", "CStateVectorKernels"]),
    Module(
      "Decoding", ["CircuitModel", "ComputePrimitives"],
      tests: ["CodeConstructions", "StabilizerSimulation", "PauliAlgebra"]),
    Module("QVM", ["StrictJSON", "ComputePrimitives"]),
  ],
  [
    Module(
      "Sampling",
      [
        "CodeConstructions", "NoiseModels", "BosonicSimulation", "StabilizerSimulation",
        "Decoding", "CircuitModel", "PauliAlgebra", "ComputePrimitives", "StrictJSON", "CCrypto",
      ]
    ),
    Module(
      "QVMExecution",
      [
        "QVM", "StabilizerSimulation", "StateVectorSimulation", "CircuitModel", "PauliAlgebra",
        "ComputePrimitives", "StrictJSON", "CCrypto", "CZstd",
      ]
    ),
    Module("Visualization", ["CCairo"]),
  ],
  [
    Module(
      "Calibration",
      [
        "Sampling", "QVMExecution", "CodeConstructions", "NoiseModels", "Decoding",
        "CircuitModel", "PauliAlgebra", "StrictJSON",
      ], tests: ["QVM", "StabilizerSimulation"]
    ),
    Module(
      "Reporting",
      [
        "Sampling", "Visualization", "CodeConstructions", "NoiseModels", "Decoding",
        "CircuitModel", "PauliAlgebra", "StrictJSON",
      ]
    ),
  ],
  [
    .command(
      "quanta",
      [
        "Reporting", "Calibration", "Sampling", "QVMExecution", "QVM", "Visualization",
        "CodeConstructions", "NoiseModels", "PulseDynamics", "BosonicSimulation",
        "StabilizerSimulation", "Decoding", "CircuitModel", "ComputePrimitives", "StrictJSON",
        "CommandLineKit", "CProcessorCheck",
      ]
    ),
    .command(
      "StateVectorBenchmark", ["StateVectorSimulation", "ComputePrimitives"]
    ),
    .dynamicLibrary(
      "ForeignInterface", product: "quantacore",
      [
        "StabilizerSimulation", "Decoding", "CircuitModel", "ComputePrimitives", "CommandLineKit",
        "CQuantaCore",
      ], features: ["Lifetimes"]
    ),
  ],
]

/// One row of the layer table.
struct Module {
  enum Kind {
    case swift, c, system(pkgConfig: String, package: String), command
    case dynamicLibrary(product: String)
  }
  var name: String
  var dependencies: [String] = []
  var kind = Kind.swift
  var features: [String] = []
  /// What the tests import beyond what the module may, to make their input.
  var tests: [String] = []
  /// Files whose bytes the module carries.
  var resources: [String] = []

  init(
    _ name: String, _ dependencies: [String] = [], features: [String] = [], tests: [String] = [],
    resources: [String] = []
  ) {
    self.name = name
    self.dependencies = dependencies
    self.features = features
    self.tests = tests
    self.resources = resources
  }

  static func c(_ name: String) -> Module {
    var module = Module(name)
    module.kind = .c
    return module
  }

  static func system(_ name: String, pkgConfig: String, package: String) -> Module {
    var module = Module(name)
    module.kind = .system(pkgConfig: pkgConfig, package: package)
    return module
  }

  static func command(_ name: String, _ dependencies: [String]) -> Module {
    var module = Module(name, dependencies)
    module.kind = .command
    return module
  }

  static func dynamicLibrary(
    _ name: String, product: String, _ dependencies: [String], features: [String] = []
  ) -> Module {
    var module = Module(name, dependencies, features: features)
    module.kind = .dynamicLibrary(product: product)
    return module
  }
}

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .strictMemorySafety(), .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

var level: [String: Int] = [:]
for (index, layer) in layers.enumerated() {
  for module in layer { level[module.name] = index }
}

var targets: [Target] = []
for module in layers.joined() {
  for name in module.dependencies where level[name, default: .max] >= level[module.name, default: 0]
  {
    fatalError("\(module.name) may not import \(name): it is not in a lower layer.")
  }
  let dependencies = module.dependencies.map { Target.Dependency(stringLiteral: $0) }
  let settings = strict + module.features.map { .enableExperimentalFeature($0) }
  switch module.kind {
  case .c:
    targets.append(.target(name: module.name))
  case .system(let pkgConfig, let package):
    targets.append(
      .systemLibrary(name: module.name, pkgConfig: pkgConfig, providers: [.apt([package])]))
  case .command:
    targets.append(
      .executableTarget(
        name: module.name, dependencies: dependencies, exclude: ["README.md"],
        swiftSettings: settings))
  case .swift, .dynamicLibrary:
    targets.append(
      .target(
        name: module.name, dependencies: dependencies, exclude: ["README.md"],
        resources: module.resources.map { .embedInCode($0) }, swiftSettings: settings))
    targets.append(
      .testTarget(
        name: "\(module.name)Tests",
        dependencies: Set(
          module.dependencies + module.tests + [module.name, "ComputePrimitives", "_TestSupport"]
        ).sorted().map { .byName(name: $0) },
        swiftSettings: strict))
  }
}
targets += [
  .target(
    name: "_TestSupport",
    dependencies: ["StabilizerSimulation", "CircuitModel", "PauliAlgebra", "ComputePrimitives"],
    path: "Tests/_TestSupport", swiftSettings: strict),
  .testTarget(
    name: "EndToEndTests", dependencies: ["_TestSupport", "StrictJSON", "quanta"],
    swiftSettings: strict),
  .testTarget(
    name: "PeerTests",
    dependencies: [
      "_TestSupport", "CircuitModel", "CodeConstructions", "NoiseModels", "BosonicSimulation",
      "StabilizerSimulation", "Decoding", "Sampling", "PauliAlgebra", "ComputePrimitives",
      "StrictJSON",
    ],
    swiftSettings: strict),
]

let package = Package(
  name: "QuantaCore",
  products: [
    .executable(name: "quanta", targets: ["quanta"])
  ]
    + layers.joined().compactMap { module in
      switch module.kind {
      case .swift: .library(name: module.name, targets: [module.name])
      case .dynamicLibrary(let product):
        .library(name: product, type: .dynamic, targets: [module.name])
      case .c, .system, .command: nil
      }
    },
  targets: targets
)
