import Platform
import Pooling
import SharedBudget
import SystemPackage

// A worker as the application has them, without FastCGI and PostgreSQL: it accepts on descriptor 0, reads how many
// microseconds the request takes, holds a connection for so long, and answers with its process id and how many
// connections it has opened so far, or with the reason why it had none.
// Arguments: DIRECTORY SLOTS GROUP DEADLINE_MILLISECONDS

let arguments = CommandLine.arguments
guard arguments.count == 5, let slots = Int(arguments[2]), let patience = Int(arguments[4]) else {
    StandardError.write("budget-worker: DIRECTORY SLOTS GROUP DEADLINE_MILLISECONDS\n")
    fatalError("usage")
}
let worker = try Worker(directory: arguments[1], slots: slots, group: arguments[3], patience: .milliseconds(patience))
try worker.run()
