using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RasterAnalysis.BackgroundJobs.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    internal partial class Baseline : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Folders",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Owner = table.Column<string>(type: "TEXT", nullable: false),
                    TitleKey = table.Column<string>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Created = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Folders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Items",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    Owner = table.Column<string>(type: "TEXT", nullable: false),
                    FolderKey = table.Column<string>(type: "TEXT", nullable: false),
                    Created = table.Column<long>(type: "INTEGER", nullable: false),
                    ServiceName = table.Column<string>(type: "TEXT", nullable: true),
                    JobId = table.Column<string>(type: "TEXT", nullable: true),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    Document = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Items", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "JobMessages",
                columns: table => new
                {
                    JobId = table.Column<string>(type: "TEXT", nullable: false),
                    Sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    Time = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobMessages", x => new { x.JobId, x.Sequence });
                });

            migrationBuilder.CreateTable(
                name: "JobSections",
                columns: table => new
                {
                    JobId = table.Column<string>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Part = table.Column<string>(type: "TEXT", nullable: false),
                    ColumnOffset = table.Column<int>(type: "INTEGER", nullable: false),
                    RowOffset = table.Column<int>(type: "INTEGER", nullable: false),
                    Width = table.Column<int>(type: "INTEGER", nullable: false),
                    Height = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    ClaimedBy = table.Column<string>(type: "TEXT", nullable: true),
                    LeaseEnds = table.Column<long>(type: "INTEGER", nullable: true),
                    Counts = table.Column<string>(type: "TEXT", nullable: false),
                    InvalidScores = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobSections", x => new { x.JobId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "Jobs",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Task = table.Column<string>(type: "TEXT", nullable: false),
                    Status = table.Column<string>(type: "TEXT", nullable: false),
                    Progress = table.Column<double>(type: "REAL", nullable: false),
                    ProgressText = table.Column<string>(type: "TEXT", nullable: false),
                    Submitted = table.Column<long>(type: "INTEGER", nullable: false),
                    Started = table.Column<long>(type: "INTEGER", nullable: true),
                    Finished = table.Column<long>(type: "INTEGER", nullable: true),
                    Request = table.Column<string>(type: "TEXT", nullable: false),
                    Inputs = table.Column<string>(type: "TEXT", nullable: false),
                    OutputName = table.Column<string>(type: "TEXT", nullable: false),
                    OutputItemId = table.Column<string>(type: "TEXT", nullable: true),
                    Owner = table.Column<string>(type: "TEXT", nullable: false),
                    SectionsTotal = table.Column<int>(type: "INTEGER", nullable: false),
                    SectionsDone = table.Column<int>(type: "INTEGER", nullable: false),
                    Seams = table.Column<string>(type: "TEXT", nullable: true),
                    ResultItemId = table.Column<string>(type: "TEXT", nullable: true),
                    ResultKey = table.Column<string>(type: "TEXT", nullable: true),
                    SectionsKey = table.Column<string>(type: "TEXT", nullable: true),
                    HeirId = table.Column<string>(type: "TEXT", nullable: true),
                    ResultValue = table.Column<string>(type: "TEXT", nullable: true),
                    RunId = table.Column<string>(type: "TEXT", nullable: true),
                    HeldUntil = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Jobs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Marks",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Time = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Marks", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "ServiceNames",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    HolderId = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ServiceNames", x => x.Name);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Folders_Owner_TitleKey",
                table: "Folders",
                columns: new[] { "Owner", "TitleKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Items_Created",
                table: "Items",
                column: "Created");

            migrationBuilder.CreateIndex(
                name: "IX_Items_JobId",
                table: "Items",
                column: "JobId");

            migrationBuilder.CreateIndex(
                name: "IX_Items_Owner_FolderKey",
                table: "Items",
                columns: new[] { "Owner", "FolderKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Items_ServiceName",
                table: "Items",
                column: "ServiceName");

            migrationBuilder.CreateIndex(
                name: "IX_JobSections_JobId_State_Number",
                table: "JobSections",
                columns: new[] { "JobId", "State", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Jobs_ResultKey",
                table: "Jobs",
                column: "ResultKey");

            migrationBuilder.CreateIndex(
                name: "IX_Jobs_SectionsKey",
                table: "Jobs",
                column: "SectionsKey");

            migrationBuilder.CreateIndex(
                name: "IX_Jobs_Status_Submitted",
                table: "Jobs",
                columns: new[] { "Status", "Submitted" });

            migrationBuilder.CreateIndex(
                name: "IX_ServiceNames_HolderId",
                table: "ServiceNames",
                column: "HolderId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Folders");

            migrationBuilder.DropTable(
                name: "Items");

            migrationBuilder.DropTable(
                name: "JobMessages");

            migrationBuilder.DropTable(
                name: "JobSections");

            migrationBuilder.DropTable(
                name: "Jobs");

            migrationBuilder.DropTable(
                name: "Marks");

            migrationBuilder.DropTable(
                name: "ServiceNames");
        }
    }
}
