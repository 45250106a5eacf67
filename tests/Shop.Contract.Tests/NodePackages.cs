using System.Diagnostics;
using System.Security.Cryptography;
using Shop.Testing;

[assembly: AssemblyFixture(typeof(Shop.Contract.Tests.NodePackages))]

namespace Shop.Contract.Tests;

/// <summary>
/// The npm packages of <c>clients/package-lock.json</c>, in a folder outside the repository that is named for the lock file: they are installed
/// once for each version of it. Tests that need them are skipped where node or npm is missing.
/// </summary>
public sealed class NodePackages
{
    private static readonly string Clients = Path.Combine(Repository.Root, "tests", "Shop.Contract.Tests", "clients");

    private readonly Lazy<Task<string>> _installed = new(Install);

    /// <summary>A new folder in which the packages, their configuration and the two documents are at hand.</summary>
    public async Task<NodeFolder> Folder()
    {
        var packages = await _installed.Value;
        var folder = Directory.CreateDirectory(Path.Combine(packages, "work", Guid.NewGuid().ToString("N"))).FullName;
        var sources = Directory.EnumerateFiles(Clients).Where(file => Path.GetFileName(file) is not ("package.json" or "package-lock.json" or ".npmrc"))
            .Concat([Path.Combine(Repository.Root, "docs", "openapi.json"), Path.Combine(Repository.Root, "docs", "asyncapi.json")]);
        foreach (var file in sources)
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return new NodeFolder(folder, Path.Combine(packages, "node_modules", ".bin"));
    }

    private static async Task<string> Install()
    {
        if ((await Missing("node") ?? await Missing("npm")) is { } reason)
            Assert.Skip(reason);
        var hash = Convert.ToHexStringLower(SHA256.HashData(
            [.. File.ReadAllBytes(Path.Combine(Clients, "package-lock.json")), .. File.ReadAllBytes(Path.Combine(Clients, ".npmrc"))]).AsSpan(0, 8));
        var packages = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create) is { Length: > 0 } data
            ? data : Path.GetTempPath(), "shop-contract-tests", hash);
        if (Directory.Exists(packages))
            return packages;
        // Another process may install them too: the first to finish gives its folder the name.
        var own = Directory.CreateDirectory($"{packages}-{Guid.NewGuid():N}").FullName;
        foreach (var name in new[] { "package.json", "package-lock.json", ".npmrc" })
            File.Copy(Path.Combine(Clients, name), Path.Combine(own, name));
        var (code, output) = await NodeFolder.Run("npm", own, TestContext.Current.CancellationToken, "ci", "--no-audit", "--no-fund");
        Assert.True(code == 0, $"npm ci failed in {own}: {output}");
        try
        {
            Directory.Move(own, packages);
        }
        catch (IOException) when (Directory.Exists(packages))
        {
            Directory.Delete(own, recursive: true);
        }
        return packages;
    }

    private static async Task<string?> Missing(string program)
    {
        try
        {
            var (code, output) = await NodeFolder.Run(program, Path.GetTempPath(), TestContext.Current.CancellationToken, "--version");
            return code == 0 ? null : $"{program} --version fails: {output}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"{program} is not installed. Install Node.js 20.19 or later to run the linters and generators of others on docs/openapi.json.";
        }
    }
}

/// <summary>A folder to run node programs in; deleted with what they wrote.</summary>
public sealed class NodeFolder(string path, string programs) : IDisposable
{
    /// <summary>Where it is.</summary>
    public string At => path;

    /// <summary>Runs a program of the packages to its end, and fails unless it succeeds.</summary>
    public async Task<string> Succeed(string program, params string[] args)
    {
        var (code, output) = await Run(Path.Combine(programs, program), path, TestContext.Current.CancellationToken, args);
        Assert.True(code == 0, $"{program} {string.Join(' ', args)} failed ({code}):\n{output}");
        return output;
    }

    /// <summary>Runs a program of the packages to its end; its exit code may be anything.</summary>
    public async Task<string> Output(string program, params string[] args) =>
        (await Run(Path.Combine(programs, program), path, TestContext.Current.CancellationToken, args)).Output;

    /// <summary>Runs a script of this folder with node, and fails unless it succeeds.</summary>
    public async Task Node(string script, params string[] args)
    {
        var (code, output) = await Run("node", path, TestContext.Current.CancellationToken, [script, .. args]);
        Assert.True(code == 0, $"{script} failed ({code}):\n{output}");
    }

    /// <summary>Starts a program of the packages that runs until it is killed.</summary>
    public Process Start(string program, params string[] args) => Start(Path.Combine(programs, program), path, args);

    internal static async Task<(int Code, string Output)> Run(string program, string folder, CancellationToken ct, params string[] args)
    {
        using var process = Start(program, folder, args);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output + await errors);
    }

    private static Process Start(string program, string folder, string[] args)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // No usage statistics, no colours, and a parent folder's package.json is not asked.
        foreach (var (name, value) in new[] { ("REDOCLY_TELEMETRY", "off"), ("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"), ("NO_COLOR", "1"), ("CI", "true") })
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(path, recursive: true);
}
