import Support
import Testing

/// A worker is small because of what it does not load. The debug build loads Swift's libraries dynamically, so that the
/// list of its libraries is what its modules, and those of the packages that they depend on, import.
@Suite struct WorkerLinkageTests {
    @Test func noModuleOfAWorkerImportsFoundation() throws {
        for name in try LinkedProgram.workers(in: Repository.debugPrograms) {
            let worker = try LinkedProgram(Repository.debugPrograms + "/" + name)
            #expect(worker.libraries.contains { $0.hasPrefix("libswiftCore.so") }, "\(name): \(worker.libraries)")
            #expect(worker.unwantedLibraries == [], "\(name)")
            #expect(worker.foundationSymbol == nil, "\(name)")
        }
    }

    @Test func foundationIsFoundWhereItIs() throws {
        let tool = try LinkedProgram(Repository.debugPrograms + "/onboardingctl")
        #expect(tool.unwantedLibraries.contains { $0.hasPrefix("libFoundation.so") })
        #expect(tool.foundationSymbol != nil)
    }
}
