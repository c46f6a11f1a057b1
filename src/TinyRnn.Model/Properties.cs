using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("TinyRnn.Interop")]
[assembly: InternalsVisibleTo("TinyRnn.Tool")]
[assembly: InternalsVisibleTo("TinyRnn.Training")]
[assembly: InternalsVisibleTo("TinyRnn.Model.Tests")]
[assembly: InternalsVisibleTo("TinyRnn.Training.Tests")]
