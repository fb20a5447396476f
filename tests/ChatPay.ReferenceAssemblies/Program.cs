using ChatPay.ReferenceAssemblies;

const string Usage = """
    dotnet run --project tests/ChatPay.ReferenceAssemblies -- generate FOLDER [LIST...]
        writes a reference assembly of each list (of all, when none is named), lists it again and tells what differs
    dotnet run --project tests/ChatPay.ReferenceAssemblies -- list FOLDER [LIST...]
        writes the lists anew from the packages that Directory.Packages.props names
    """;

return args switch
{
    ["generate", var folder, .. var names] => Commands.Generate(folder, names),
    ["list", var folder, .. var names] => Commands.List(folder, names),
    _ => Commands.Explain(Usage),
};
